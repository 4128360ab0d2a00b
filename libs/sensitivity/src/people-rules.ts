import type { SensitiveRule } from './rule.js';

/** Words before `人` or `员` that make the role of a person. */
const CHINESE_ROLES =
  /(经办|负责|申请|审批|审核|联系|收货|收件|寄件|发件|操作|提交|处理|受理|接收|发送|签收|报案|投诉|借款|贷款|担保|受益|投保|被保险|保险|持卡|开票|付款|收款|法|当事|委托|代理|监护|推荐|介绍|举报|验收|采购|保管|领用|领料|检验|质检|送货|提货|取货|下单|预订|预约|入住|承租|出租|买受|出卖|申报|填报|制单|记账|复核|录入|登记|紧急联系|联络|主管|业务|跟进|维护|值班|巡检|维修|安装)人$|(业务|销售|收银|配送|快递|客服|理货|质检|巡检|驾驶|管理|操作|导购|派件|揽件|核保|理赔|信贷|保洁|护理|售货|施工|检测|跟单|采购|仓管|制单|审核)员$|^(司机|医生|主治医师|主任医师|护士|教师|老师|班主任|导师|法人|法定代表|患者|病人|乘客|驾驶员|跟单|店长|组长|主任|经理|客户经理|项目经理|责任人|户主|配偶|父亲|母亲|家长|监护人|学生|会员|顾客|住客|房客|旅客|乘机人|原告|被告|被害人|律师|法官|检察官|新郎|新娘)$|\p{Script=Han}{1,4}(人|员|者|师|师傅|主管|经理|助理|老师|医生|护士)$/u;

export const PEOPLE_RULES: readonly SensitiveRule[] = [
  {
    id: 'birth_date',
    name: /(^|_)(birth_?(date|day)|birth|date_?of_?birth|dob|born_?(on|at|date)|born|bday|csrq|chushengriqi)(_|$)/,
    chinese: /出生日期|出生年月|生日|出生时间/,
    comment: /\bdate of birth\b|\bbirth ?(date|day)\b/i,
    value: null,
    categories: 'DS',
    keep: 0,
  },
  {
    id: 'salary',
    name: /(^|_)(salary|wages?|pay_?rate|hourly_?(rate|pay)|stipend|remuneration|(base|gross|net|monthly|annual|weekly)_?pay|take_?home|gongzi|xinzi)(_|$)/,
    chinese: /工资|薪资|薪酬|月薪|年薪|底薪|薪水|时薪/,
    value: null,
    categories: 'NS',
    keep: 0,
  },
  {
    id: 'salary',
    name: /(^|_)(compensation|allowance|bonus|gz|xz)(_|$)/,
    chinese: /^(实发|应发|奖金|津贴|绩效)/,
    only: 'of_pay',
    value: null,
    categories: 'NS',
    keep: 0,
  },
  {
    id: 'salary',
    name: /^(pay|income|earnings)$|(^|_)(monthly|annual|yearly|household|personal)_?(income|earnings)$/,
    chinese: /^(月|年|个人|家庭)收入$/,
    only: 'with_people',
    value: null,
    categories: 'NS',
    keep: 0,
  },
  {
    id: 'salary',
    name: /^(rate|amount|gross|net)$/,
    chinese: /(?!)/,
    only: 'of_pay',
    value: null,
    categories: 'NS',
    keep: 0,
  },
  {
    id: 'health',
    name: /(^|_)(diagnos[ie]s|diag|disease|illness|symptoms?|medical_?(histor(y|ies)|records?|conditions?|notes?|issues?)|health_?(conditions?|status|notes?|issues?|problems?)|ailments?|injur(y|ies)|surger(y|ies)|vaccinations?|comorbidit(y|ies)|allerg(y|ies)|chief_?complaint|prescription|medications?|blood_?(type|group)|hiv\w*|disability|treatment_?notes?|clinical_?notes?|lab_?results?|pregnan\w*|zd|zdjg|bq|bs)(_|$)/,
    chinese:
      /诊断|病情|病史|病历|症状|过敏|主诉|用药|处方|血型|既往史|检查结果|残疾|疾病|体检结果|医嘱|健康状况|伤病|疾患|手术史|接种/,
    comment: /\bdiagnos[ie]s\b|\bmedical history\b/i,
    only: 'with_people',
    value: null,
    categories: 'SE',
    keep: 0,
  },
  {
    id: 'postal_address',
    name: /(^|_)((home|postal|mail(ing)?|ship(ping|_to)?|deliver(y)?|bill(ing|_to)?|residen\w+|street|contact|recipient|receiver|consignee|customer|cust|client|buyer|patient|member|user|employee|emp|student|invoice|permanent|current|temporary|living|work)_?(addr|address(es)?|street)(_?(line)?_?\d)?|(addr|address)_?line_?\d?|(addr|address)_(home|mail(ing)?|ship(ping)?|deliver(y)?|bill(ing)?|street|contact|residential|permanent|current)|street_?(line|name|no|address)_?\d?|jtzz|jtdz|zz|txdz|lxdz|shdz|xxdz|hjdz)(_|$)/,
    chinese:
      /住址|(家庭|居住|收货|收件|寄件|邮寄|通讯|联系|户籍|详细|常住|现住|客户|送货|配送|单位|注册|开票|账单|取件|派送)地址|住所$|户口所在地|户籍地|居住地$/,
    comment: /\b(home|street|mailing|postal|shipping|billing|residential|delivery) address\b/i,
    value: null,
    categories: 'SC',
    keep: 0,
  },
  {
    id: 'location',
    name: /(^|_)(lat|latitude|lon|lng|long|longitude|geo|geo_?(point|hash|location|data)|gps\w*|coordinates?|coords?)(_|$)/,
    chinese: /经度|纬度|坐标|定位/,
    only: 'of_movements',
    value: null,
    categories: 'NSGU',
    keep: 0,
  },
  {
    id: 'postal_address',
    name: /^((address|addr)_?\d?|street|dz|dizhi)$/,
    chinese: /^地址\d?$/,
    only: 'of_addresses',
    value: null,
    categories: 'SC',
    keep: 0,
  },
  {
    id: 'person_name',
    name: /(^|_)((first|last|middle|given|family|maiden|full|real|legal|pet|birth|sur|fore)_?names?|[fl]_?name|surname|forename|(customer|cust|contact|recipient|receiver|consignee|payee|payer|patient|student|pupil|teacher|doctor|employee|emp|staff|member|passenger|driver|guest|applicant|candidate|visitor|person|parent|father|mother|spouse|child|guardian|owner|manager|agent|salesperson|rep|seller|sender|user|beneficiary|subscriber|card_?holder|account_?holder|policy_?holder|holder|nurse|physician|instructor|worker|author|reviewer|signer|contractor|voter|tenant|resident)_?(full_?|display_?)?names?|contact_?person|emergency_?contact|next_?of_?kin|name_?(first|last|of_?person)|user_?name|nick_?name|screen_?name|xingming|xm|khxm|ygxm|xsxm|hzxm|lxr|lxrxm|yhm|nc)(_|$)/,
    chinese:
      /姓名|^姓氏?$|^名$|持卡人|法定代表人|法人代表|昵称|花名|真实名|曾用名|英文名$|开户名|(?<![租用客商住])户名/,
    comment:
      /\b(first|last|full|middle|family|given) name of (the |a )?(person|customer|employee|contact|patient)|\bname of (the |a )?(person|customer|employee|contact person|patient|student|driver)\b/i,
    value: null,
    categories: 'S',
    keep: 1,
  },
  {
    id: 'person_name',
    name: /^(name|display_?name|mingcheng)$/,
    chinese: /^(名字|名称)$/,
    only: 'of_people',
    value: null,
    categories: 'S',
    keep: 1,
  },
  {
    id: 'person_name',
    name: /(^|_)(consign(ee|or)|purchaser|\w{3,}(ed|en|t)_(by|to)|approver|assignee|attn|payee|payer|beneficiary|guarantor|applicant|inspector|reviewer|doctor|physician|surgeon|dentist|nurse|teacher|instructor|tutor|driver|patient|guardian|spouse|passenger|guest|claimant|complainant|borrower|lessee|technician|cashier|request[eo]r|submitter|signatory|signer|witness|referrer|coach|trainer|mentor|counsell?or|therapist|lawyer|attorney|plaintiff|defendant|appellant|petitioner|prosecutor|suspect|offender|victim|interviewee|interviewer|landlord|trustee|nominee|heir|caller|bride|groom|supervisor|student|jbr|fzr|sqr|spr|shr|czr|cjr|shouhuoren|lianxiren|jingbanren|xing)$/,
    chinese: CHINESE_ROLES,
    looks: 'person_or_surname',
    value: null,
    categories: 'S',
    keep: 1,
  },
  {
    id: 'person_name',
    name: /(^|_)(buyer|seller|sales_?(rep|person|man|agent)|contact|attention|recipient|receiver|sender|handler|owner|manager|agent|insured|lender|tenant|operator|creator|customer|cust|employee|emp|staff|member|user|lead|responsible|in_charge|holder|worker)$(?<!user_agent)/,
    chinese: /(?!)/,
    looks: 'person',
    value: null,
    categories: 'S',
    keep: 1,
  },
];
