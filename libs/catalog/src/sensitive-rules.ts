/** Which columns hold personal or secret values. Rules are data: to know another kind, add an entry. */
export interface SensitiveRule {
  /** The value of `ColumnProfile.sensitive`. */
  readonly id: string;
  /** Matched against the column's name in snake_case. */
  readonly name: RegExp;
  /** Matched against name and comment in Chinese. */
  readonly chinese: RegExp;
  /** Where the name alone says too little: the rule counts only in tables of such names, in snake_case. */
  readonly table?: RegExp;
  /** Matches a whole value; a column with mostly matching values is of this kind, whatever its name. */
  readonly value: RegExp | null;
  /** `typcategory` letters that can hold such values: S text, U other (bytea, uuid …), N numbers, I network, C rows. */
  readonly categories: string;
  /** Leading letters or digits that stay readable; null: nothing of the value is ever shown. */
  readonly keep: number | null;
}

const NOTHING = /(?!)/;

/** Tables with a row a person: `customers`, `hr_employee_info`, 用户表. */
const OF_PEOPLE =
  /(^|_)(persons?|people|customers?|clients?|users?|employees?|staff|members?|patients?|students?|teachers?|doctors?|nurses?|drivers?|passengers?|guests?|visitors?|tenants?|residents?|applicants?|candidates?|contacts?|subscribers?|buyers?|sellers?)(_(list|info|information|profiles?|details?|view|master|base|data))*$|(用户|客户|顾客|员工|职工|人员|会员|患者|病人|学生|教师|医生|司机|乘客|住户|联系人)(基本|基础|详细)?(信息|资料|档案|名单|明细)?表?$/;

export const SENSITIVE_RULES: readonly SensitiveRule[] = [
  {
    id: 'password',
    name: /(^|_)(password|passwd|pwd|passcode|passphrase|pass_?crypt|pass_?salt|salt|crypted_?pass\w*)(_|$)/,
    chinese: /密码|口令/,
    value: /^(\$2[abxy]\$|\$argon2|\$pbkdf2|\{SSHA\}|pbkdf2_)/,
    categories: 'SU',
    keep: null,
  },
  {
    id: 'token',
    name: /(^|_)(tokens?|secret|secret_key|api_?key|access_?key|private_?key|refresh_?key|signing_?key|credentials?|otp|cookie|auth_?code|verification_?code)(_|$)/,
    chinese: /令牌|密钥|私钥|凭证码|验证码/,
    value: /^(eyJ[\w-]+\.[\w-]+\.|sk-|gh[pousr]_|AKIA|xox[abp]-|-----BEGIN)/,
    categories: 'SU',
    keep: null,
  },
  {
    id: 'hash',
    name: /(^|_)(\w*hash|digest|fingerprint|signature)(_|$)/,
    chinese: /哈希|签名值|摘要值/,
    value: null,
    categories: 'SU',
    keep: null,
  },
  {
    id: 'email',
    name: /(^|_)(e_?mail|email_?addr(ess)?|mailbox|mail)(_|$)/,
    chinese: /邮箱|电子邮件|邮件地址/,
    value: /^[^@\s]+@[^@\s]+\.[A-Za-z]{2,}$/,
    categories: 'SU',
    keep: 1,
  },
  {
    id: 'identity_number',
    name: /(^|_)(id_?card(_?no)?|identity(_?(no|card|number))?|id_?(no|number)|ssn|social_security\w*|passport\w*|national_id|tax_?id)(_|$)/,
    chinese: /身份证|证件号|护照号|社保号|纳税人识别号/,
    value: /^([1-9]\d{5}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]|\d{3}-\d{2}-\d{4})$/,
    categories: 'SN',
    keep: 2,
  },
  {
    id: 'card_number',
    name: /(^|_)(card_?(no|num|number)|credit_?card\w*|debit_?card\w*|bank_?(account|card)\w*|account_?(no|number)|iban|cvv|cvc)(_|$)/,
    chinese: /银行卡|信用卡|卡号|银行账[号户]|开户账号/,
    value: /^(?:\d{4}[ -]?){3}\d{1,7}$/,
    categories: 'SN',
    keep: 2,
  },
  {
    id: 'phone',
    name: /(^|_)(phone|phone_?(no|num|number)|telephone|tel|mobile|mobile_?(no|num|number|phone)|cell|cellphone|fax|whatsapp|wechat_?id)(_|$)/,
    chinese: /手机|电话|联系方式|传真|微信号/,
    value: /^((\+?86[- ]?)?1[3-9]\d{9}|\+\d{1,3}[ -]?(\(\d+\)[ -]?)?\d[\d -]{6,13}|\(\d{3}\) ?\d{3}-\d{4})$/,
    categories: 'SN',
    keep: 3,
  },
  {
    id: 'messaging_account',
    name: /(^|_)(we_?chat|weixin|wx_?(no|number|id)|qq|qq_?(no|number)|open_?id|union_?id|telegram|skype)(_|$)/,
    chinese: /微信|QQ号/,
    value: null,
    categories: 'SN',
    keep: 1,
  },
  {
    id: 'license_plate',
    name: /(^|_)((license|licence|number|car|vehicle)_?plates?|plate_?(no|num|number))(_|$)/,
    chinese: /车牌|号牌/,
    value: /^[\u4e00-\u9fff][A-Z][·-]?[A-Z0-9]{4,5}[A-Z0-9挂学警港澳]$/,
    categories: 'S',
    keep: 1,
  },
  {
    id: 'network_address',
    name: /(^|_)(ip|ip_?v?[46]?_?addr(ess)?|remote_?addr(ess)?|mac|mac_?addr(ess)?)(_|$)/,
    chinese: /IP ?地址|MAC ?地址|登录IP/i,
    value: null,
    categories: 'SUI',
    keep: 0,
  },
  {
    id: 'postal_address',
    name: /(^|_)((home|postal|mailing|shipping|delivery|billing|residential|residence|street|contact)_?addr(ess(es)?)?|address_?line_?\d?)(_|$)/,
    chinese: /住址|(家庭|居住|收货|收件|寄件|邮寄|通讯|联系|户籍|详细)地址/,
    value: null,
    categories: 'SC',
    keep: 0,
  },
  {
    id: 'postal_address',
    name: /^(address_?\d?|addr|street|地址)$/,
    chinese: NOTHING,
    table: new RegExp(`${OF_PEOPLE.source}|(^|_)address(es)?$`),
    value: null,
    categories: 'SC',
    keep: 0,
  },
  {
    id: 'person_name',
    name: /(^|_)((first|last|middle|given|family|maiden|full|real|legal)_?names?|surname|forename|(customer|client|contact|recipient|receiver|consignee|payee|patient|student|teacher|doctor|employee|emp|staff|member|passenger|driver|guest|applicant|card_?holder)_?names?|contact_?person|user_?name|nick_?name)(_|$)/,
    chinese: /姓名|联系人|收货人|收件人|持卡人|法定代表人|法人代表|昵称/,
    value: null,
    categories: 'S',
    keep: 1,
  },
  {
    id: 'person_name',
    name: /^(name|display_?name|名字|名称)$/,
    chinese: NOTHING,
    table: OF_PEOPLE,
    value: null,
    categories: 'S',
    keep: 1,
  },
];

/** Names about such a value that do not contain it: `token_count`, `email_verified`, `card_type`. */
export const ABOUT_A_VALUE =
  /(^(is|has|num|count)_)|_(count|counts|num|total|type|kind|status|state|flag|verified|valid|enabled|at|on|date|time|length|version|amount|rate|algorithm|id)$/;

/** The same in Chinese, at the end of a name or of the first clause of a comment: 证件类型, 密码修改时间, 联系人数量. */
export const ABOUT_A_VALUE_CHINESE = /(类型|类别|状态|数量|个数|次数|时间|日期|标志|标记|长度|ID|主键|外键)$/i;

/** Personal or secret text inside longer text; values that hold it are left out of profiles. */
export const SENSITIVE_WITHIN: readonly RegExp[] = [
  /[\w.+-]+@[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}/,
  /(?<![\d.])1[3-9]\d{9}(?![\d.])/,
  /(?<!\d)[1-9]\d{5}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)/,
  /eyJ[\w-]{8,}\.[\w-]{8,}\./,
  /\b(sk|pk|rk)-[\w-]{16,}|\bgh[pousr]_\w{16,}|\bAKIA[A-Z0-9]{12,}|-----BEGIN [A-Z ]*KEY/,
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i,
];
