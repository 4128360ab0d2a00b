import { measuredChinese } from './measured-names.js';

type Translate = (words: readonly string[]) => string | null;

interface Translator {
  readonly inContext: Translate;
  /** Without the surroundings of the name. */
  readonly plain: Translate;
  /** As a row of nouns. */
  readonly compound: Translate;
}

/** Undefined where the words have another form; null where a word is not known. */
type Pattern = (words: readonly string[], translate: Translator) => string | null | undefined;

const put = (text: string | null, place: (text: string) => string): string | null =>
  text === null ? null : place(text);

const both = (one: string | null, other: string | null, join: (one: string, other: string) => string): string | null =>
  one === null || other === null ? null : join(one, other);

const YEAR_OF = /^(?:[a-z]+ed|built|registration|birth|purchase|manufacture|construction)$/;
const PARTICIPLE = /^(?:[a-z]+ed|made|sent|paid|sold)$/;

const VERBS: Readonly<Record<string, string>> = {
  allow: '允许',
  allows: '允许',
  require: '需要',
  requires: '需要',
  need: '需要',
  needs: '需要',
  support: '支持',
  supports: '支持',
  include: '包含',
  includes: '包含',
  accepts: '接受',
};

const SUPPORTERS = new Set(
  'representative rep agent staff team level plan contact phone email ticket case group id type'.split(' '),
);

/** `is X`, `has X`, `can X`, `allow X` */
const asked: Pattern = ([first = '', ...rest], { inContext }) => {
  switch (first) {
    case 'is':
    case 'was':
      return put(inContext(rest), (text) => `是否${verbFirst(text.replace(/^是否|(?:标志|状态|标记)$/gu, ''))}`);
    case 'has':
    case 'have':
      return put(inContext(rest), (text) => `是否有${text}`);
    case 'can':
      return put(inContext(rest), (text) => `可否${text}`);
    case 'allow':
    case 'allows':
    case 'require':
    case 'requires':
    case 'need':
    case 'needs':
    case 'supports':
    case 'include':
    case 'includes':
    case 'accepts':
      return put(inContext(rest), (text) => `是否${VERBS[first]}${text}`);
    case 'support':
      // Who gives support, and what it is: no yes or no.
      return SUPPORTERS.has(rest[0] ?? '') ? undefined : put(inContext(rest), (text) => `是否支持${text}`);
    default:
      return undefined;
  }
};

/** 漫游启用 → 启用漫游 */
function verbFirst(text: string): string {
  const [, what, verb] = /^(.{2,})(启用|停用|禁用|开启|关闭|绑定|验证)$/u.exec(text) ?? [];
  return what && verb ? `${verb}${what}` : text;
}

/** `number of orders` → 订单数; `title of courtesy` where it is no term by itself */
const ofSomething: Pattern = (words, { inContext, compound }) => {
  const of = words.indexOf('of');
  if (of <= 0 || of === words.length - 1) {
    return undefined;
  }
  const [what, whose] = [words.slice(0, of), words.slice(of + 1)];
  const head = what.join(' ');
  if (/^(?:number|count|total number)$/.test(head)) {
    return put(inContext(whose), (text) => (head.startsWith('total') ? `${text}总数` : `${text}数`));
  }
  // A term with "of" in it: end of day rate.
  const whole = compound(words);
  return whole ?? both(inContext(whose), inContext([...whose, ...what]), (_, text) => text);
};

/** Names of properties of dates, not of dates. */
const DATE_OF =
  /^(?:range|type|format|id|code|key|no|number|name|time|of|part|diff|dim|dimension|flag|value|text|level)$/;

/** Who did it, where the verb by itself is called otherwise: `follow` is 关注, `entry` an 条目, `sign` a 标志. */
const DOERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    audit: '审核人',
    audited: '审核人',
    check: '复核人',
    checked: '复核人',
    clear: '清算人',
    close: '关闭人',
    confirm: '确认人',
    count: '盘点人',
    dispatch: '调度员',
    dispatched: '调度员',
    dispense: '发药人',
    dispensed: '发药人',
    draw: '制图人',
    enter: '录入人',
    entered: '录入人',
    entry: '录入人',
    filed: '提交人',
    follow: '跟进人',
    'follow up': '跟进人',
    handle: '经办人',
    handled: '经办人',
    input: '录入人',
    inspect: '检查人',
    issue: '签发人',
    issued: '签发人',
    make: '制单人',
    made: '制单人',
    pack: '打包人',
    packed: '打包人',
    pick: '拣货人',
    picked: '拣货人',
    prepare: '制单人',
    prepared: '制单人',
    process: '经办人',
    processed: '经办人',
    receive: '接收人',
    received: '接收人',
    recorded: '记录人',
    sell: '销售人',
    sold: '销售人',
    sign: '签署人',
    signed: '签署人',
    taken: '经办人',
    verify: '核实人',
    verified: '核实人',
    written: '撰写人',
  }),
);

/** `date closed` → 关闭日期, `year opened`, `opened at`, `approved by` */
const happened: Pattern = (words, { inContext }) => {
  const [first = '', second = ''] = words;
  const last = words.at(-1) ?? '';
  const [rest, begin] = [words.slice(1), words.slice(0, -1)];
  if (first === 'date' && !DATE_OF.test(second)) {
    return put(inContext(rest), (text) => `${text}日期`);
  }
  if ((first === 'time' && PARTICIPLE.test(last)) || (first === 'year' && YEAR_OF.test(last))) {
    return put(inContext(rest), (text) => `${text}${first === 'time' ? '时间' : '年份'}`);
  }
  const unit = { day: '天', week: '周', month: '个月', year: '年' }[first];
  if (unit && /^\d+$/.test(second)) {
    const nth = `第 ${second} ${unit}`;
    return words.length === 2 ? nth : put(inContext(words.slice(2)), (text) => `${nth}${text}`);
  }
  if (first === 'next' && /^(?:date|time)$/.test(last) && begin.length > 1) {
    return put(inContext(rest), (text) => `下次${text}`);
  }
  if (last === 'by') {
    return DOERS.get(begin.join(' ')) ?? put(inContext(begin), (text) => `${text}人`);
  }
  const suffix = { at: '时间', on: '日期' }[last];
  return suffix && put(inContext(begin), (text) => `${text}${suffix}`);
};

/** `sales ytd` → 年初至今销售额, `sales last year`, `limit daily` */
const inPeriod: Pattern = (words, { inContext, plain }) => {
  const tail = words.slice(-2).join(' ');
  const length = /^(?:last|previous|this) (?:year|month)$/.test(tail)
    ? 2
    : /^(?:ytd|mtd|qtd|daily|weekly|monthly|quarterly|yearly|hourly)$/.test(words.at(-1) ?? '')
      ? 1
      : 0;
  return length === 0 || words.length === length
    ? undefined
    : both(plain(words.slice(-length)), inContext(words.slice(0, -length)), (when, text) => `${when}${text}`);
};

const EACH_TIME: Readonly<Record<string, string>> = {
  day: '天',
  week: '周',
  month: '月',
  quarter: '季度',
  year: '年',
  hour: '小时',
  minute: '分钟',
  mile: '英里',
  km: '公里',
  kilometer: '公里',
  kg: '公斤',
  pound: '磅',
  gallon: '加仑',
  liter: '升',
};

/** `sales by region` → 各地区销售额, `price per unit`, `store with addresses` */
const related: Pattern = (words, { inContext }) => {
  const at = words.findIndex((word, index) => index > 0 && /^(?:by|per|with)$/.test(word));
  if (at < 0 || at === words.length - 1) {
    return undefined;
  }
  const place = {
    by: (what: string, more: string) => `各${more}${what}`,
    per: (what: string, more: string) => `每${EACH_TIME[words.slice(at + 1).join(' ')] ?? more}${what}`,
    with: (what: string, more: string) => `含${more}的${what}`,
  }[words[at] as 'by' | 'per' | 'with'];
  return both(inContext(words.slice(0, at)), inContext(words.slice(at + 1)), place);
};

const total: Pattern = ([first = '', ...rest], { inContext }) =>
  first === 'total' && rest[0] !== 'of' && !/^(?:number|count)$/.test(rest.at(-1) ?? '')
    ? put(inContext(rest), (text) =>
        text.replace(TOTAL, (_, what: string | undefined, amount: string) => `${what ?? ''}总${amount}`),
      )
    : undefined;

/** 药品金额 → 药品总金额, 运费 → 总运费 */
const TOTAL = /^(.{2,}(?=(?:金额|数量|次数|人数|件数|时长|面积|重量|体积)$))?(.+)$/u;

/** `hours billed` → 计费小时数 */
const measured: Pattern = (words, { inContext }) => measuredChinese(words, inContext);

const PATTERNS: readonly Pattern[] = [asked, ofSomething, happened, inPeriod, related, total, measured];

/** Names that are more than a row of nouns; null where the words are none, or where one is not known. */
export function structured(words: readonly string[], translate: Translator): string | null {
  if (words.length < 2) {
    return null;
  }
  for (const pattern of PATTERNS) {
    const text = pattern(words, translate);
    if (text !== undefined) {
      return text;
    }
  }
  return null;
}
