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
  /** The table has a column with one of these words. */
  readonly siblings?: ReadonlySet<string>;
}

const list = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const PEOPLE = list(
  'person people employee staff contact customer client user member author actor actress director artist student pupil teacher instructor professor lecturer doctor physician nurse patient supervisor manager owner driver passenger guest visitor tenant landlord agent salesperson representative rep applicant candidate officer leader player coach referee parent guardian child spouse buyer seller recipient sender receiver beneficiary borrower insured holder attendee speaker volunteer donor subscriber resident worker operator technician engineer consultant lawyer attorney judge witness creator editor reviewer composer singer assignee reporter requester approver cashier guide host donor trainer trainee participant individual mother father emergency caller payee payer consignee shipper',
);
const PLACES = list(
  'billing bill shipping ship home work office mailing delivery us address residence birth store branch destination origin pickup property venue site business registered license licence',
);
const AMONG_PLACES = list('city zip zipcode postcode postal country county province street');
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

export const CONTEXT_TERMS: readonly ContextTerm[] = [
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
  { word: 'ticker', chinese: '证券', siblings: list('symbol exchange ticker') },
  { word: 'class', chinese: '档次', siblings: list('category subcategory') },
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
