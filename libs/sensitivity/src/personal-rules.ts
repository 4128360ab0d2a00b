import type { SensitiveRule } from './rule.js';

/** How a person can be reached or is registered. */
export const PERSONAL_RULES: readonly SensitiveRule[] = [
  {
    id: 'email',
    name: /(^|_)(e_?mails?|email_?addr(ess)?|mailbox|mails?|youxiang|dzyx)(_|$)/,
    chinese: /邮箱|电子邮件|邮件地址/,
    comment: /\be-?mail( address)?\b/i,
    value: /^[^@\s]+@[^@\s]+\.[A-Za-z]{2,}$/,
    categories: 'SU',
    keep: 1,
  },
  {
    id: 'identity_number',
    name: /(^|_)(id_?card(_?(no|num|number))?|identity(_?(no|card|number|code))?|id_?(no|num|nr|number)|ssn|sin|nin|nino|social_?(security|insurance)\w*|passport\w*|national_?(id|insurance)\w*|citizen_?id|tax_?(id|payer_?id|payer_?no)|taxpayer_?(id|no|number)|driver_?s?_?licen[cs]e\w*|driving_?licen[cs]e\w*|personal_?(id|number|code)|sfz|sfzh|sfzhm|zjh|zjhm|hzh|hzhm|shenfenzheng\w*|jsz|jszh)(_|$)/,
    chinese: /身份证|证件号|护照|社保号|社保卡|医保号|医保卡|纳税人识别号|驾驶证|驾照|军官证|通行证|公民身份/,
    comment:
      /\bsocial (security|insurance) (number|no)\b|\bnational (id|identification|insurance|identity)( card)? (number|no|code)\b|\bpassport (number|no)\b|\btax(payer)? id(entification)? (number|no)\b/i,
    value:
      /^([1-9]\d{5}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]|\d{3}-\d{2}-\d{4}|[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D])$/,
    categories: 'SN',
    keep: 2,
  },
  {
    id: 'card_number',
    name: /(^|_)(card_?(no|num|nr|number)|cc_?(no|num|number)|(credit|debit|bank)_?card(_?(no|num|number))?|bank_?(account|acct)(_?(no|num|number))?|(account|acct)_?(no|num|nr|number)|iban|cvv2?|cvc2?|pan|routing_?(no|number)|yhkh|yhzh|kahao)(_|$)/,
    chinese: /银行卡|信用卡|储蓄卡|卡号|银行账[号户]|银行帐[号户]|开户账号|开户帐号|收款账号|付款账号/,
    comment: /\b(credit|debit|bank) ?card number\b|\bbank account number\b|\biban\b/i,
    value: /^(?:(?:\d{4}[ -]?){3}\d{1,7}|[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?)$/,
    categories: 'SN',
    keep: 2,
  },
  {
    id: 'phone',
    name: /(^|_)((\w+_)?phones?|phone_?(no|num|number)|telephone|tel|tele|telno|mobile|mobile_?(no|num|number|phone)|mob|msisdn|cell|cellphone|cell_?(no|number)|fax|landline|whatsapp|wechat_?id|contact_?(no|num|number)|sjh|sjhm|lxdh|lxfs|dianhua|shouji|shoujihao)(_|$)/,
    chinese: /手机|电话|联系方式|传真|微信号|座机|固话|热线号/,
    comment: /\b(tele)?phone number\b|\bmobile (phone|number)\b|\bfax number\b|\blandline\b/i,
    value:
      /^((\+?86[- ]?)?1[3-9]\d{9}|(\+?86[- ]?)?\(?0\d{2,3}\)?[- ]?[2-9]\d{6,7}([-转 ]\d{1,5})?|\+\d{1,3}[ .-]?(\(\d+\)[ .-]?)?\d[\d .-]{5,13}\d|\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}( ?(x|ext\.?) ?\d+)?|1[-. ]\d{3}[-. ]\d{3}[-. ]\d{4}|\(0\d{1,4}\) ?\d{3,4}[ -]?\d{3,4})$/,
    categories: 'SN',
    keep: 3,
  },
  {
    id: 'messaging_account',
    name: /(^|_)(we_?chat|weixin|wx_?(no|number|id)|wxh|qq|qq_?(no|num|number)|qqh|(wx|qq|we_?chat)?_?(open|union)_?id|telegram|skype|line_?id|slack_?id|discord)(_|$)/,
    chinese: /微信(号|账号|帐号|ID|id)?$|QQ(号|号码)?$|^微信$/,
    value: null,
    categories: 'SN',
    keep: 1,
  },
  {
    id: 'license_plate',
    name: /(^|_)((license|licence|number|car|vehicle)_?plates?|plate_?(no|num|number)?|cph|cphm|chepai\w*)(_|$)/,
    chinese: /车牌|号牌/,
    value: /^[\u4e00-\u9fff][A-Z][·-]?[A-Z0-9]{4,5}[A-Z0-9挂学警港澳]$/,
    categories: 'S',
    keep: 1,
  },
  {
    id: 'network_address',
    name: /(^|_)(ip|ip_?v?[46]?_?addr(ess)?|remote_?addr(ess)?|client_?addr(ess)?|mac|mac_?addr(ess)?|device_?id|imei|idfa)(_|$)/,
    chinese: /IP ?地址|MAC ?地址|登录 ?IP|IP$/i,
    comment: /\bip address\b|\bmac address\b/i,
    value: /^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}(\/\d{1,2})?|([0-9a-f]{2}:){5}[0-9a-f]{2})$/i,
    categories: 'SUI',
    keep: 0,
  },
];
