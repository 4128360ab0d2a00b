import { columnWords, nameWords, splitGlued } from '#libs/column-concepts';

/** Columns as the rules read them. */
export interface TextualColumn {
  readonly name: string;
  readonly comment: string | null;
  /** `typcategory` of the base type. */
  readonly typeCategory: string;
  readonly isArray: boolean;
}

export interface TextualTable {
  readonly name: string;
  readonly comment?: string | null;
  readonly columns: readonly TextualColumn[];
}

/** What a table says about the people in it. */
export interface TableContext {
  /** A row is a person. */
  readonly ofPeople: boolean;
  /** A row is, names or refers to a person. */
  readonly withPeople: boolean;
  readonly ofAddresses: boolean;
  /** Its codes let somebody in: authorization codes, captchas. */
  readonly ofCodes: boolean;
  readonly ofSettings: boolean;
  /** Its amounts are what people earn. */
  readonly ofPay: boolean;
  /** Its rows tell where people are or were. */
  readonly ofMovements: boolean;
  /** The words of a column's name. */
  wordsOf(column: string): readonly string[];
}

const PERSON =
  /^(person|people|customer|client|user|employee|emp|staff|member|patient|student|pupil|teacher|doctor|physician|nurse|driver|passenger|guest|visitor|resident|applicant|candidate|contact|subscriber|buyer|seller|worker|beneficiary|donor|volunteer|agent|salesperson|actor|player|author|cust|borrower|tenant|admin|operator|participant|attendee|lead|prospect|payee|recipient)s?$/;
const FILLER =
  /^(list|info|information|profile|detail|view|master|base|basic|data|record|account|table|dim|main|extra|ext)s?$/;
const NOT_A_PERSON =
  /^(oauth\d?|social|api|app|http|sso|sms|mail|web|saas|client_app|type|group|role|category|class|level|segment|company|corporate|system_tenant)s?$/;
const CHINESE_PEOPLE =
  /(用户|客户|顾客|员工|职工|人员|会员|患者|病人|学生|教师|医生|护士|司机|乘客|住户|联系人|居民|业主|旅客|学员|志愿者|名单|花名册)(基本|基础|详细|个人)?(信息|资料|档案|名单|明细|主数据)?表?$/u;
const CODES = /^(oauth\d?|auth|authorization|captcha|otp|verification|verify|sms|activation|invite)$/;
const SETTINGS =
  /^(config|configuration|setting|param|parameter|option|property|preference|variable|env|secret|credential)s?$/;
const CHINESE_SETTINGS = /(配置|参数|设置|选项|变量|凭据)(项|信息|明细)?表?$/u;

const MOVEMENTS =
  /(^|_)(sign_?ins?|log_?ins?|check_?ins?|clock_?ins?|sessions?|visits?|trips?|rides?|journeys?|tracks?|tracking|movements?|attendance|punch(es)?|positions?|traces?)(_|$)/;
const CHINESE_MOVEMENTS = /(签到|打卡|登录|轨迹|行程|考勤|定位|出行|到访|巡检)/u;

export function tableContext(table: TextualTable): TableContext {
  return new LazyContext(table);
}

/** Each fact is computed when it is first asked for: the rule of a single column needs few of them. */
class LazyContext implements TableContext {
  readonly #table: TextualTable;
  readonly #words = new Map<string, readonly string[]>();
  #split: ((column: string) => readonly string[]) | undefined;
  #tableWords: readonly string[] | undefined;
  #hasOwnName: boolean | undefined;
  #ofPeople: boolean | undefined;
  #refersToPerson: boolean | undefined;

  constructor(table: TextualTable) {
    this.#table = table;
  }

  wordsOf(column: string): readonly string[] {
    this.#split ??= columnWords(this.#table.columns.map(({ name }) => name));
    const words = this.#words.get(column) ?? this.#split(column);
    this.#words.set(column, words);
    return words;
  }

  get ofPeople(): boolean {
    this.#ofPeople ??= isOfPeople(this.#own) || this.#isCalled(CHINESE_PEOPLE);
    return this.#ofPeople;
  }

  get withPeople(): boolean {
    return this.ofPeople || this.#named || this.#refers || this.#own.some((word) => PERSON.test(word));
  }

  get ofAddresses(): boolean {
    return (
      this.ofPeople ||
      this.#named ||
      /^(addr|address)(es)?$/.test(this.#own.at(-1) ?? '') ||
      /地址(簿|信息)?表?$/u.test(this.#table.name)
    );
  }

  get ofCodes(): boolean {
    return (
      this.#own.some((word) => CODES.test(word)) &&
      /^(codes?|captchas?|otps?|tokens?|tickets?)$/.test(this.#own.at(-1) ?? '')
    );
  }

  get ofSettings(): boolean {
    return this.#own.some((word) => SETTINGS.test(word)) || this.#isCalled(CHINESE_SETTINGS);
  }

  get ofPay(): boolean {
    return (
      this.#own.some((word) => /^(pay|salary|payroll|wage)s?$/.test(word)) &&
      (this.#refers || this.#own.some((word) => PERSON.test(word)))
    );
  }

  get ofMovements(): boolean {
    const isOfMovements = MOVEMENTS.test(this.#own.join('_')) || this.#isCalled(CHINESE_MOVEMENTS);
    return this.ofPeople || (isOfMovements && this.withPeople);
  }

  get #own(): readonly string[] {
    this.#tableWords ??= nameWords(this.#table.name).flatMap(splitGlued);
    return this.#tableWords;
  }

  #isCalled(pattern: RegExp): boolean {
    return [this.#table.name, firstClause(this.#table.comment)].some((text) => pattern.test(text));
  }

  /** Some column holds the name of a person. */
  get #named(): boolean {
    this.#hasOwnName ??= this.#table.columns.some(
      ({ name }) =>
        /^(姓名?|姓氏)$/u.test(name) || /^(first|last|full)_?name$|^surname$/.test(this.wordsOf(name).join('_')),
    );
    return this.#hasOwnName;
  }

  get #refers(): boolean {
    this.#refersToPerson ??= this.#table.columns.some((column) => refersTo(column, this.wordsOf(column.name)));
    return this.#refersToPerson;
  }
}

function firstClause(comment: string | null | undefined): string {
  return (comment ?? '').split(/[，。,.;；（(]/u, 1)[0] ?? '';
}

/** `customers`, `hr_employee_info`; not `oauth_client`, not `customer_type`. */
function isOfPeople(words: readonly string[]): boolean {
  const meant = words.filter((word) => !FILLER.test(word));
  return PERSON.test(meant.at(-1) ?? '') && !meant.some((word) => NOT_A_PERSON.test(word));
}

const CHINESE_PERSON_COLUMN =
  /(员工|职工|患者|病人|学生|客户|会员|用户|教师|医生)(编号|ID|id|号|姓名|名称)?$|工号$|学号$|姓名$/u;

function refersTo({ name, comment }: TextualColumn, words: readonly string[]): boolean {
  const stem = /^(id|key|no|number|code|name|fk)$/.test(words.at(-1) ?? '') ? words.slice(0, -1) : words;
  const label = firstClause(comment);
  return (
    PERSON.test(stem.at(-1) ?? '') ||
    /^(first|last|full)_name$/.test(words.join('_')) ||
    CHINESE_PERSON_COLUMN.test(name) ||
    CHINESE_PERSON_COLUMN.test(label)
  );
}
