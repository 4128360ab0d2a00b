/**
 * A word, or a row of words, whose Chinese depends on its surroundings. All conditions of a rule hold; the first rule of a word that holds
 * decides.
 */
export interface ContextTerm {
  readonly word: string;
  readonly chinese: string;
  /** Only at the end of the name. */
  readonly head?: boolean;
  /** The word stands directly after one of these. */
  readonly after?: ReadonlySet<string>;
  /** The word opens the name, and the name of the table has one of these words. */
  readonly table?: ReadonlySet<string>;
  /** The word opens the name, and the noun of the table, its last word, is one of these. */
  readonly owner?: ReadonlySet<string>;
  /** The name of the table has one of these words, wherever the word stands. */
  readonly within?: ReadonlySet<string>;
  /** A table of the schema has one of these words: the business that it is of. */
  readonly around?: ReadonlySet<string>;
  /** Only as the name of a table. */
  readonly isTable?: boolean;
  /** The table has a column with one of these words. */
  readonly siblings?: ReadonlySet<string>;
}

const list = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const PEOPLE = list(
  'person people employee staff contact customer client user member author actor actress director artist student pupil teacher instructor professor lecturer doctor physician nurse patient supervisor manager owner driver passenger guest visitor tenant landlord agent salesperson representative rep applicant candidate officer leader player coach referee parent guardian child spouse buyer seller recipient sender receiver beneficiary borrower insured holder attendee speaker volunteer donor subscriber resident worker operator technician engineer consultant lawyer attorney judge witness citizen petitioner investor shareholder cardholder viewer host creator editor reviewer composer singer assignee reporter requester approver cashier guide host donor trainer trainee participant individual mother father emergency caller payee payer consignee shipper',
);
const PLACES = list(
  'billing bill shipping ship home work office mailing delivery us address residence birth store branch destination origin pickup property venue site business registered license licence',
);
const AMONG_PLACES = list('city zip zipcode postcode postal country county province street');
const PURCHASES = list('purchase purchasing procurement po');
const WORK = list('work workorder task ticket job todo issue');
const SALES = list('order');
const FILMS = list('film movie video episode');
const BOOKS = list('book publication');
const INSURANCE = list('insurance insured claim policy underwriting coverage premium policyholder');
const TELECOM = list('subscriber sim tariff roaming cell prepaid postpaid telecom msisdn');
const STUDIES = list('student school teacher course exam enrollment class pupil university');
const RIDES = list('train flight bus trip journey');
const MUSIC = list('album artist playlist song music genre');
const SPORT = list('team league match game player tournament season race');
const HOTEL = list('hotel room reservation guest booking');
const PRICES = list('ticker symbol stock close high low');
const PROPERTY = list('property apartment lease rent landlord tenant building estate');
const FACTORY = list('production manufacturing work material machine assembly bom batch product inventory stock lot');
const LOANS = list('loan deposit bank account mortgage credit bond interest savings');
const COURTS = list('court lawyer attorney judge legal law prosecutor');
const HEALTH = list('patient hospital clinical disease epidemic medical health diagnosis');
const SUPPORT = list('support ticket helpdesk agent customer');
const BLOCKCHAIN = list('transaction blockchain chain block hash wallet miner');
const NUMBERS_OF = list(
  'order purchase sales invoice contract phone telephone mobile fax account card ticket certificate room seat batch flight license passport tracking waybill serial',
);

const PEOPLE_AT_WORK = list('employee staff worker position job');

const IN_HEALTH = list('patient physician doctor ward prescription diagnosis admission hospital clinic');
const IN_SCHOOL = list('student teacher course exam enrollment school classroom');
const IN_TELECOM = list('msisdn tariff topup roaming cdr sim imsi tower antenna prepaid handset');
const IN_MARKETS = list('portfolio security securities ticker holding');
const IN_HR = list('employee payroll attendance candidate applicant interview');
const IN_OFFICES = list('permit citizen tender household violation');
const IN_SHOPS = list('cart coupon sku spu order wishlist');
const IN_LIBRARIES = list('library book borrower reader');
const LENT = list('borrowed returned borrower book');

const DOCUMENTS = list(
  'order invoice sale purchase quote quotation receipt bill cart delivery shipment requisition return contract prescription transfer waybill claim',
);

export const CONTEXT_TERMS: readonly ContextTerm[] = [
  { word: 'item', chinese: '明细', head: true, isTable: true, after: DOCUMENTS },
  // Health.
  { word: 'title', chinese: '职称', owner: list('physician doctor nurse teacher professor lecturer') },
  { word: 'license number', chinese: '执业证号', owner: list('physician doctor nurse pharmacist lawyer') },
  { word: 'inspection', chinese: '车检', around: list('truck trailer fleet') },
  { word: 'department', chinese: '科室', around: IN_HEALTH },
  { word: 'follow by', chinese: '随访人', around: IN_HEALTH },
  { word: 'followed by', chinese: '随访人', around: IN_HEALTH },
  { word: 'follow up by', chinese: '随访人', around: IN_HEALTH },
  { word: 'scheduled at', chinese: '预约时间', within: list('appointment booking') },
  { word: 'visit date', chinese: '就诊日期', around: IN_HEALTH },
  { word: 'visit', chinese: '就诊', around: IN_HEALTH },
  { word: 'insured', chinese: '参保', owner: PEOPLE },
  { word: 'admission', chinese: '住院', around: IN_HEALTH },
  { word: 'admission', chinese: '录取', around: IN_SCHOOL },
  { word: 'test name', chinese: '检验项目名称', around: IN_HEALTH },
  { word: 'test code', chinese: '检验项目编码', around: IN_HEALTH },
  { word: 'test type', chinese: '检验类型', around: IN_HEALTH },
  { word: 'test', chinese: '检验', around: IN_HEALTH },
  { word: 'route', chinese: '给药途径', within: list('prescription medication drug order'), around: IN_HEALTH },
  { word: 'strength', chinese: '规格', owner: list('drug medicine medication') },
  { word: 'brand name', chinese: '商品名', owner: list('drug medicine medication') },
  { word: 'payer', chinese: '付款方', around: IN_HEALTH },
  { word: 'temperature', chinese: '体温', around: list('patient') },
  { word: 'weight', chinese: '体重', around: list('patient') },
  { word: 'height', chinese: '身高', around: list('patient') },
  { word: 'weight', chinese: '体重', owner: PEOPLE },
  { word: 'height', chinese: '身高', owner: PEOPLE },
  { word: 'full name', chinese: '姓名', owner: PEOPLE },
  { word: 'termination date', chinese: '离职日期', siblings: list('hire hired employment salary') },
  { word: 'total', chinese: '总金额', owner: list('order invoice bill receipt quote quotation purchase sale cart') },
  { word: 'year', chinese: '年款', owner: list('vehicle car truck motorcycle') },
  { word: 'milliseconds', chinese: '时长(毫秒)', owner: list('track song call video') },
  // Education.
  // A balance of people, not hours that were taken.
  { word: 'vacation hours', chinese: '可用休假时数', owner: PEOPLE },
  { word: 'sick leave hours', chinese: '可用病假时数', owner: PEOPLE },
  { word: 'hours', chinese: '学时', owner: list('course subject') },
  { word: 'period', chinese: '节次', around: IN_SCHOOL, within: list('section course schedule timetable') },
  { word: 'department', chinese: '院系', around: list('student professor pupil') },
  { word: 'score', chinese: '成绩', around: IN_SCHOOL },
  { word: 'points', chinese: '分', head: true, around: IN_SCHOOL },
  { word: 'venue', chinese: '考场', within: list('exam') },
  { word: 'workshop', chinese: '维修厂', within: list('vehicle car truck fleet repair maintenance') },
  { word: 'absent', chinese: '缺考', within: list('exam') },
  { word: 'duration', chinese: '学制', owner: list('major degree') },
  { word: 'duration years', chinese: '学制(年)', owner: list('major degree') },
  { word: 'loan', chinese: '借阅', siblings: LENT },
  { word: 'loan', chinese: '借阅', around: IN_LIBRARIES },
  { word: 'returned', chinese: '归还', siblings: list('borrowed loan due rented checkout') },
  { word: 'due on', chinese: '应还日期', siblings: LENT },
  { word: 'due date', chinese: '应还日期', siblings: LENT },
  { word: 'due date', chinese: '应到货日期', within: PURCHASES },
  { word: 'due date', chinese: '应完成日期', within: WORK },
  { word: 'due date', chinese: '应交货日期', within: SALES },
  { word: 'due on', chinese: '到期日期' },
  { word: 'renewals', chinese: '续借次数', siblings: LENT },
  { word: 'copies', chinese: '馆藏册数', owner: list('book') },
  { word: 'shelf', chinese: '书架', owner: list('book') },
  { word: 'enrolled at', chinese: '选课时间', around: list('course') },
  { word: 'section', chinese: '教学班', around: IN_SCHOOL },
  { word: 'section', chinese: '路段', around: list('route road highway toll lane expressway') },
  { word: 'section', chinese: '路段', siblings: list('route road highway toll lane expressway') },
  { word: 'quota', chinese: '名额', owner: list('scholarship course section exam program training') },
  // Telecoms.
  { word: 'transaction', chinese: '发射', siblings: list('azimuth antenna') },
  { word: 'subscribed', chinese: '订购', around: IN_TELECOM },
  { word: 'subscriber', chinese: '用户', around: IN_TELECOM },
  { word: 'cell', chinese: '小区', around: IN_TELECOM },
  { word: 'plan', chinese: '套餐', around: IN_TELECOM },
  { word: 'data', chinese: '流量', around: IN_TELECOM },
  { word: 'rat', chinese: '接入制式', around: IN_TELECOM },
  { word: 'technology', chinese: '网络制式', around: IN_TELECOM },
  { word: 'rental', chinese: '月租费', siblings: list('usage roaming') },
  { word: 'bonus', chinese: '赠送金额', within: list('topup recharge top') },
  { word: 'outage', chinese: '网络故障', around: IN_TELECOM },
  { word: 'outage', chinese: '停电', siblings: list('feeder meter substation voltage') },
  { word: 'agent', chinese: '客服人员', siblings: list('satisfaction resolution complaint') },
  { word: 'agent', chinese: '经纪人', around: list('listing property') },
  { word: 'opened at', chinese: '受理时间', within: list('complaint ticket case request incident') },
  { word: 'closed at', chinese: '办结时间', within: list('complaint ticket case request incident') },
  {
    word: 'opened at',
    chinese: '开业时间',
    owner: list('shop store branch restaurant club gym hotel school clinic outlet office salon'),
  },
  {
    word: 'opened on',
    chinese: '开业日期',
    owner: list('shop store branch restaurant club gym hotel school clinic outlet office salon'),
  },
  { word: 'open date', chinese: '开户日期', owner: list('account') },
  { word: 'opened on', chinese: '开户日期', owner: list('account') },
  { word: 'opened at', chinese: '开户时间', owner: list('account') },
  { word: 'close date', chinese: '销户日期', owner: list('account') },
  { word: 'closed on', chinese: '销户日期', owner: list('account') },
  { word: 'segment', chinese: '客户细分', owner: list('customer client member subscriber') },
  // Logistics.
  { word: 'shipment', chinese: '运单', siblings: list('waybill consignee') },
  { word: 'shipment', chinese: '运单', around: list('waybill station trip') },
  { word: 'shipper', chinese: '发货人', siblings: list('consignee receiver') },
  { word: 'origin', chinese: '始发地', siblings: list('destination') },
  { word: 'capacity', chinese: '载重', within: list('vehicle truck van') },
  { word: 'license number', chinese: '驾驶证号', owner: list('driver') },
  { word: 'counted on', chinese: '盘点日期', within: list('stocktake inventory count') },
  { word: 'cleared', chinese: '清关', within: list('customs declaration clearance') },
  { word: 'inspection', chinese: '查验', within: list('customs declaration') },
  { word: 'claim', chinese: '索赔', around: list('shipment waybill') },
  { word: 'settled', chinese: '赔付', within: list('claim') },
  { word: 'filed', chinese: '提交', within: list('claim') },
  { word: 'rate', chinese: '运价', within: list('freight shipping') },
  { word: 'claim type', chinese: '索赔类型', around: list('shipment waybill') },
  { word: 'claim amount', chinese: '索赔金额', around: list('shipment waybill') },
  { word: 'claim status', chinese: '索赔状态', around: list('shipment waybill') },
  // Finance.
  { word: 'order id', chinese: '委托编号', around: IN_MARKETS },
  { word: 'position', chinese: '持仓', around: IN_MARKETS },
  { word: 'order', chinese: '委托单', isTable: true, around: IN_MARKETS },
  { word: 'order type', chinese: '委托类型', around: IN_MARKETS },
  { word: 'side', chinese: '买卖方向', around: IN_MARKETS },
  { word: 'bid', chinese: '买入价', siblings: list('ask') },
  { word: 'ask', chinese: '卖出价', siblings: list('bid') },
  { word: 'middle', chinese: '中间价', siblings: list('ask bid') },
  { word: 'rate date', chinese: '汇率日期', within: list('currency exchange fx forex') },
  { word: 'debit', chinese: '借方金额', siblings: list('credit') },
  { word: 'credit', chinese: '贷方金额', siblings: list('debit') },
  { word: 'memo', chinese: '摘要', within: list('entry journal voucher ledger transaction') },
  { word: 'posted by', chinese: '记账人', within: list('entry journal voucher ledger') },
  { word: 'blocked', chinese: '冻结', within: list('card account wallet') },
  { word: 'paid date', chinese: '还款日期', within: list('repayment installment loan') },
  { word: 'penalty', chinese: '罚息', within: list('repayment installment loan') },
  { word: 'classification', chinese: '贷款分类', owner: list('loan') },
  // People.
  { word: 'position', chinese: '岗位', around: IN_HR },
  { word: 'title', chinese: '岗位名称', owner: list('position job') },
  { word: 'post', chinese: '岗位', around: list('dept department') },
  { word: 'term date', chinese: '离职日期', siblings: list('hire') },
  { word: 'paid on', chinese: '发放日期', within: list('payroll payslip salary') },
  { word: 'income tax', chinese: '个人所得税', within: list('payroll payslip salary') },
  { word: 'request', chinese: '申请', within: list('leave purchase expense travel refund overtime reimbursement') },
  { word: 'request id', chinese: '申请编号', within: list('leave purchase expense travel refund overtime') },
  { word: 'review', chinese: '评估', within: list('performance') },
  { word: 'reviewer', chinese: '评估人', within: list('performance') },
  { word: 'promotion', chinese: '晋升', around: IN_HR },
  { word: 'offer amount', chinese: '录用薪资', around: IN_HR },
  // Administration.
  { word: 'filed on', chinese: '申请日期', within: list('permit license application') },
  { word: 'inspection', chinese: '检查', around: IN_OFFICES },
  { word: 'inspection date', chinese: '检查日期', around: IN_OFFICES },
  { word: 'inspector', chinese: '检查员', around: IN_OFFICES },
  { word: 'bid', chinese: '投标', around: list('tender') },
  { word: 'agency', chinese: '采购单位', within: list('tender') },
  { word: 'winner', chinese: '中标单位', within: list('tender bid') },
  { word: 'awarded', chinese: '中标', within: list('tender contract') },
  { word: 'tender', chinese: '招标项目', isTable: true },
  // Commerce.
  { word: 'member', chinese: '会员', around: IN_SHOPS },
  { word: 'level', chinese: '会员等级', owner: list('member') },
  { word: 'owner', chinese: '店主', owner: list('shop store') },
  { word: 'sku', chinese: '商品规格', isTable: true },
  { word: 'spu', chinese: '商品', isTable: true },
  { word: 'listed', chinese: '上架', around: list('sku spu cart') },
  { word: 'received at', chinese: '收货时间', siblings: list('shipped') },
  { word: 'claimed', chinese: '领取', within: list('coupon voucher') },
  { word: 'claimed count', chinese: '领取数量', within: list('coupon voucher') },
  { word: 'reviewed at', chinese: '评价时间', within: list('review') },
  { word: 'host', chinese: '主播', within: list('stream live') },
  { word: 'stream', chinese: '直播', after: list('live') },
  { word: 'stream', chinese: '直播', within: list('live') },
  { word: 'band', chinese: '乐队', siblings: MUSIC },
  { word: 'band', chinese: '乐队', around: MUSIC },
  { word: 'launch', chinese: '发射', within: list('rocket mission satellite spacecraft') },
  { word: 'title', chinese: '职务', after: PEOPLE },
  { word: 'title', chinese: '称谓', siblings: list('suffix salutation middle') },
  { word: 'title', chinese: '职务', owner: PEOPLE },
  { word: 'title', chinese: '职务', after: list('job') },
  { word: 'title', chinese: '片名', table: FILMS },
  { word: 'title', chinese: '片名', after: FILMS },
  { word: 'title', chinese: '书名', table: BOOKS },
  { word: 'title', chinese: '书名', after: BOOKS },
  { word: 'name', chinese: '姓名', head: true, after: PEOPLE },
  { word: 'name', chinese: '姓名', head: true, owner: PEOPLE },
  { word: 'state', chinese: '州/省', after: PLACES },
  {
    word: 'state',
    chinese: '州/省',
    isTable: true,
    siblings: list('region country capital abbr abbreviation population division fips timezone governor postal'),
  },
  { word: 'state', chinese: '州/省', siblings: AMONG_PLACES },
  { word: 'state', chinese: '州/省', table: list('state province region territory location address city county') },
  { word: 'position', chinese: '职位', owner: PEOPLE },
  { word: 'position', chinese: '职位', after: PEOPLE },
  { word: 'class', chinese: '班级', table: STUDIES },
  { word: 'class', chinese: '班级', after: STUDIES },
  { word: 'grade', chinese: '年级', table: list('student class pupil') },
  { word: 'grade', chinese: '成绩', table: list('enrollment exam course') },
  { word: 'class', chinese: '舱位', table: RIDES },
  { word: 'track', chinese: '曲目', siblings: MUSIC },
  { word: 'track', chinese: '曲目', after: list('playlist album music') },
  { word: 'record', chinese: '病历', after: list('medical') },
  { word: 'policy', chinese: '保单', siblings: INSURANCE },
  { word: 'policy', chinese: '保单', after: list('insurance') },
  { word: 'claim', chinese: '理赔', siblings: list('policy insurance adjuster') },
  { word: 'premium', chinese: '保费', siblings: INSURANCE },
  { word: 'coverage', chinese: '保障范围', siblings: INSURANCE },
  { word: 'plan', chinese: '套餐', siblings: TELECOM },
  { word: 'plan', chinese: '套餐', after: list('subscription tariff') },
  { word: 'cell', chinese: '小区', siblings: list('antenna tower lac enodeb') },
  { word: 'round', chinese: '轮次', siblings: SPORT },
  { word: 'position', chinese: '排名', table: SPORT },
  { word: 'unit', chinese: '房源', table: PROPERTY },
  { word: 'unit', chinese: '单元', siblings: list('apartment building floor lease') },
  { word: 'floor', chinese: '楼层', siblings: PROPERTY },
  { word: 'lot', chinese: '批次', siblings: FACTORY },
  { word: 'term', chinese: '期限', siblings: LOANS },
  { word: 'term', chinese: '学期', siblings: STUDIES },
  { word: 'interest', chinese: '利息', siblings: LOANS },
  { word: 'principal', chinese: '本金', siblings: LOANS },
  { word: 'principal', chinese: '校长', table: STUDIES },
  { word: 'case', chinese: '案件', siblings: COURTS },
  { word: 'case', chinese: '病例', siblings: HEALTH },
  { word: 'case', chinese: '工单', siblings: SUPPORT },
  { word: 'rate', chinese: '房价', head: true, table: HOTEL },
  { word: 'block', chinese: '区块', siblings: BLOCKCHAIN },
  { word: 'block', chinese: '区块', table: BLOCKCHAIN },
  {
    word: 'line',
    chinese: '明细',
    head: true,
    after: list(
      'order invoice sales purchase journal receipt shipment delivery quote quotation contract cart budget claim transfer bill item',
    ),
  },
  { word: 'line', chinese: '明细行', after: NUMBERS_OF },
  { word: 'result', chinese: '检验结果', table: list('lab laboratory test') },
  { word: 'office', chinese: '办公电话', head: true, after: list('phone') },
  { word: 'exchange', chinese: '交易所', siblings: PRICES },
  { word: 'exchange', chinese: '交易所', after: list('stock ticker trading') },
  { word: 'volume', chinese: '成交量', siblings: PRICES },
  { word: 'open', chinese: '开盘价', head: true, siblings: list('close') },
  { word: 'close', chinese: '收盘价', head: true, siblings: PRICES },
  { word: 'high', chinese: '最高价', head: true, siblings: list('close') },
  { word: 'low', chinese: '最低价', head: true, siblings: list('close') },
  { word: 'charge', chinese: '电荷', siblings: list('molecule atom ion') },
  { word: 'status', chinese: '状态', head: true },
  { word: 'rating', chinese: '分级', owner: FILMS },
  { word: 'length', chinese: '片长', owner: FILMS },
  { word: 'duration', chinese: '片长', owner: list('film movie') },
  { word: 'client', chinese: '客户端', after: list('oauth oauth2 api http web mobile app social sso desktop ftp ssh') },
  { word: 'client', chinese: '客户端', within: list('oauth oauth2 sso token') },
  { word: 'client', chinese: '客户端', siblings: list('secret redirect oauth grant scope scopes') },
  { word: 'cc', chinese: '抄送', siblings: list('bcc subject recipient') },
  { word: 'extension', chinese: '分机号', siblings: list('phone telephone') },
  { word: 'extension', chinese: '扩展名', after: list('file') },
  { word: 'extension', chinese: '分机号', after: list('phone telephone office') },
  { word: 'symbol', chinese: '代码', within: list('ticker stock security equity instrument trade quote') },
  { word: 'ticker', chinese: '证券', isTable: true },
  { word: 'class', chinese: '档次', siblings: list('subcategory') },
  { word: 'review date', chinese: '评价日期', within: list('review') },
  { word: 'review status', chinese: '评价状态', within: list('review') },
  { word: 'reviewer', chinese: '评价人', within: list('review') },
  { word: 'rate', chinese: '汇率', head: true, within: list('currency exchange fx forex') },
  { word: 'rate', chinese: '薪资标准', within: list('pay payroll salary wage compensation') },
  { word: 'rate', chinese: '时薪', head: true, after: list('labor labour hourly contractor consultant') },
  { word: 'rate', chinese: '费率', head: true, owner: list('premium insurance policy fee tariff commission charge') },
  { word: 'pay', chinese: '薪酬', after: list('employee staff worker personnel') },
  { word: 'pay', chinese: '薪酬', within: list('employee staff payroll payslip hr') },
  { word: 'title', chinese: '职务', siblings: list('hire salary manager') },
  { word: 'title', chinese: '歌名', owner: list('song track') },
  { word: 'title', chinese: '书名', siblings: list('isbn') },
  { word: 'lot size', chinese: '批量', siblings: FACTORY },
  { word: 'location', chinese: '库位', siblings: list('shelf bin') },
  { word: 'location', chinese: '库位', isTable: true, around: list('inventory stock') },
  { word: 'sender', chinese: '付款方', within: list('transaction payment transfer remittance') },
  { word: 'receiver', chinese: '收款方', within: list('transaction payment transfer remittance') },
  { word: 'recipient', chinese: '收款方', within: list('transaction payment transfer remittance') },
  { word: 'package', chinese: '包装', within: list('shipment piece parcel cargo') },
  { word: 'licence class', chinese: '驾照类别', owner: list('driver') },
  { word: 'license class', chinese: '驾照类别', owner: list('driver') },
  { word: 'subject', chinese: '科目', owner: list('teacher instructor professor tutor course exam') },
  { word: 'genre', chinese: '题材', owner: BOOKS },
  { word: 'special features', chinese: '花絮', within: FILMS },
  { word: 'left', chinese: '离职', siblings: list('hired hire') },
  { word: 'drug amount', chinese: '药品用量', siblings: list('unit dose dosage') },
  { word: 'total drug amount', chinese: '药品总用量', siblings: list('unit dose dosage') },
  { word: 'head', chinese: '负责人', owner: list('department division unit team office') },
  { word: 'lead', chinese: '负责人', owner: list('team project department') },
  { word: 'degree', chinese: '温度', siblings: list('celsius fahrenheit') },
  { word: 'grade', chinese: '职级', owner: PEOPLE_AT_WORK },
  { word: 'level', chinese: '职级', owner: PEOPLE_AT_WORK },
  { word: 'level', chinese: '难度', owner: list('exercise puzzle') },
  { word: 'gross', chinese: '应发工资', head: true, within: list('payroll payslip salary') },
  { word: 'net', chinese: '实发工资', head: true, within: list('payroll payslip salary') },
  { word: 'gross', chinese: '毛重', head: true, siblings: list('tare') },
  { word: 'net', chinese: '净重', head: true, siblings: list('tare') },
  { word: 'result', chinese: '比赛结果', owner: list('match game') },
  { word: 'score', chinese: '比分', owner: list('match game') },
  { word: 'home', chinese: '主队', siblings: list('away') },
  { word: 'away', chinese: '客队', siblings: list('home') },
  { word: 'passenger count', chinese: '乘客数', within: RIDES },
  { word: 'capacity', chinese: '座位数', owner: list('classroom theater cinema flight bus') },
  { word: 'capacity', chinese: '载重量', owner: list('truck') },
  { word: 'plate', chinese: '车牌号', owner: list('vehicle car truck bus') },
  { word: 'make', chinese: '品牌', owner: list('vehicle car truck') },
  { word: 'model', chinese: '车型', owner: list('vehicle car truck') },
  { word: 'mileage', chinese: '里程', owner: list('vehicle car truck trip') },
  { word: 'charge', chinese: '话费', within: list('call cdr subscriber') },
  { word: 'usage', chinese: '用量', within: list('subscriber sim data meter') },
  { word: 'plan', chinese: '治疗方案', after: list('treatment therapy') },
  { word: 'plan', chinese: '保险计划', after: list('insurance') },
  { word: 'provider', chinese: '医疗机构', siblings: HEALTH },
  { word: 'provider', chinese: '医务人员', within: list('encounter clinical') },
  { word: 'department', chinese: '科室', siblings: HEALTH },
  { word: 'department', chinese: '科室', within: list('hospital clinic patient') },
  { word: 'record', chinese: '病历', within: list('patient clinic') },
  { word: 'case', chinese: '病例', within: list('disease epidemic') },
  { word: 'major', chinese: '专业', siblings: STUDIES },
  { word: 'subject', chinese: '科目', siblings: list('teacher student score grade exam') },
  { word: 'credit', chinese: '学分', within: list('course student enrollment') },
  { word: 'section', chinese: '教学班', within: list('course enrollment') },
  { word: 'section', chinese: '教学班', after: list('course class') },
  { word: 'capacity', chinese: '容量', within: list('section course') },
  { word: 'unit', chinese: '学分', siblings: list('semester instructor') },
  { word: 'application', chinese: '应用', siblings: list('version platform url') },
  { word: 'application', chinese: '申请', siblings: list('applicant permit license loan candidate') },
];
