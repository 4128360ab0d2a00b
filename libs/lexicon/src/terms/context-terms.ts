/**
 * A word whose Chinese depends on its surroundings. All conditions of a rule hold; the first rule of a word that holds
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

export const CONTEXT_TERMS: readonly ContextTerm[] = [
  { word: 'title', chinese: '职务', after: PEOPLE },
  { word: 'title', chinese: '职务', table: PEOPLE },
  { word: 'title', chinese: '职务', after: list('job') },
  { word: 'title', chinese: '片名', table: FILMS },
  { word: 'title', chinese: '片名', after: FILMS },
  { word: 'title', chinese: '书名', table: BOOKS },
  { word: 'title', chinese: '书名', after: BOOKS },
  { word: 'name', chinese: '姓名', head: true, after: PEOPLE },
  { word: 'name', chinese: '姓名', head: true, table: PEOPLE },
  { word: 'state', chinese: '州/省', after: PLACES },
  { word: 'state', chinese: '州/省', siblings: AMONG_PLACES },
  { word: 'state', chinese: '州/省', table: list('state province region territory location address city county') },
  { word: 'position', chinese: '职位', table: PEOPLE },
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
];
