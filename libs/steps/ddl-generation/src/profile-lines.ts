import {
  displayValue,
  listedValue,
  type ArrayElements,
  type Column,
  type ColumnProfile,
  type PartialFact,
  type RelationProfile,
} from '#libs/catalog';
import type { ByLanguage, Language } from '#libs/language';
import { DETAIL_WORDS } from '#libs/step-files';
import type { Field, FieldRole } from '#libs/semantic-model';
import { listsShares, listsValues } from './meaning-notes.js';
import { isJson } from './notes.js';
import { percent } from './percent.js';

/** ANALYZE reads 300 times the statistics target, which is 100. */
const ANALYSED_ROWS = 30_000;
/** Tables with fewer rows were counted. */
const COUNTED_ROWS = 1000;

/** How many rows the relation has, as far as that is known. */
export function rowCountLine(profile: RelationProfile | undefined, language: Language): string[] {
  if (!profile || profile.failure) {
    return [];
  }
  const words = WORDS[language];
  const { rowCount, sampledRows, rowSecurity } = profile;
  if (rowCount === null) {
    return sampledRows === undefined ? [] : [words.onlySampled(sampledRows)];
  }
  if (rowCount === 0) {
    return [rowSecurity ? words.hiddenRows : words.noRows];
  }
  const isEstimate = rowCount > ANALYSED_ROWS && profile.columns.some(({ source }) => source === 'statistics');
  const sampled = sampledRows === undefined ? (isEstimate ? words.estimated : '') : words.sampled(sampledRows);
  const rows =
    rowCount < COUNTED_ROWS && sampledRows === undefined ? words.exactRows(rowCount) : words.rows(number(rowCount));
  return [`${rows}${sampled}${rowSecurity ? words.visibleRows : ''}`];
}

export interface ProfileContext {
  readonly rowCount: number | null;
  /** What the column is decides which of its facts tell something; undefined: all of them. */
  readonly field: Field | undefined;
}

/** The measured facts of a column on one line; nothing for a column that nothing is known of, or nothing worth reading. */
export function profileLine(
  column: Column,
  profile: ColumnProfile | undefined,
  context: ProfileContext,
  language: Language,
): string[] {
  if (!profile || profile.source === 'none' || profile.nullShare === null) {
    return [];
  }
  const words = WORDS[language];
  const facts = factsOf(column, profile, context, language);
  return facts.length > 0 ? [`${column.name}${words.colon}${facts.join(words.separator)}`] : [];
}

interface Words {
  readonly noRows: string;
  readonly rows: (count: string) => string;
  readonly exactRows: (count: number) => string;
  readonly sampled: (rows: number) => string;
  /** Of a view, for example. */
  readonly onlySampled: (rows: number) => string;
  readonly estimated: string;
  /** No row is visible. */
  readonly hiddenRows: string;
  readonly visibleRows: string;
  readonly colon: string;
  readonly separator: string;
  readonly allNull: string;
  readonly nulls: (share: string) => string;
  readonly blanks: (share: string) => string;
  /** Every value is an empty text. */
  readonly allBlank: string;
  readonly constant: (value: string) => string;
  readonly allDistinct: string;
  readonly distinct: (count: string) => string;
  readonly range: (min: string, max: string) => string;
  readonly frequent: (values: readonly (readonly [string, string])[]) => string;
  readonly length: (characters: string) => string;
  readonly longer: (characters: string) => string;
  readonly inSample: (fact: string) => string;
  readonly elements: (least: number, most: number) => string;
}

const { zh, en } = DETAIL_WORDS;

const WORDS: ByLanguage<Words> = {
  zh: {
    noRows: '暂无数据',
    rows: (count) => `约 ${count} 行`,
    exactRows: (count) => `共 ${count} 行`,
    sampled: (rows) => `，以下统计来自其中 ${rows} 行样本`,
    onlySampled: (rows) => `以下统计来自 ${rows} 行样本`,
    estimated: '，以下统计为 ANALYZE 的估计值',
    hiddenRows: '行级安全策略对当前角色隐藏了部分行',
    visibleRows: '，受行级安全策略限制，仅含当前角色可见的行',
    colon: '：',
    separator: '，',
    allNull: '目前全部为空',
    nulls: (share) => `空值 ${share}`,
    blanks: (share) => `空文本 ${share}`,
    allBlank: '非空值均为空文本',
    constant: (value) => `非空值均为 ${value}`,
    allDistinct: '各不相同',
    distinct: (count) => `约 ${count} 个不同值`,
    range: (min, max) => `${zh.from} ${min} ${zh.to} ${max}`,
    frequent: (values) => `${zh.frequent} ${values.map(([value, share]) => `${value}（${share}）`).join('、')}`,
    length: (characters) => `平均长度 ${characters}`,
    longer: (characters) => `平均长度 ${characters} 以上`,
    inSample: (fact) => `样本中${fact}`,
    elements: (least, most) => `每行 ${least === most ? least : `${least} ~ ${most}`} 个元素`,
  },
  en: {
    noRows: 'no rows so far',
    rows: (count) => `about ${count} rows`,
    exactRows: (count) => (count === 1 ? '1 row' : `${count} rows`),
    sampled: (rows) => `; what follows was measured on a sample of ${rows}`,
    onlySampled: (rows) => `what follows was measured on a sample of ${rows} rows`,
    estimated: '; what follows are estimates of ANALYZE',
    hiddenRows: 'row security hides rows from this role',
    visibleRows: '; row security applies: only rows visible to this role were measured',
    colon: ': ',
    separator: ', ',
    allNull: 'always empty so far',
    nulls: (share) => `${share} null`,
    blanks: (share) => `${share} empty texts`,
    allBlank: 'every value is an empty text',
    constant: (value) => `every value is ${value}`,
    allDistinct: 'all distinct',
    distinct: (count) => `about ${count} distinct`,
    range: (min, max) => `${en.from} ${min} ${en.to} ${max}`,
    frequent: (values) => `${en.frequent} ${values.map(([value, share]) => `${value} (${share})`).join(', ')}`,
    length: (characters) => `average length ${characters}`,
    longer: (characters) => `average length above ${characters}`,
    inSample: (fact) => `in a sample ${fact}`,
    elements: (least, most) =>
      `${least === most ? least : `${least} to ${most}`} ${most === 1 ? 'element' : 'elements'} a row`,
  },
};

/** Facts of a column that tell nothing about its role: a key is distinct, the values of a flag are in the notes. */
interface Shown {
  readonly distinct: boolean;
  readonly range: boolean;
  readonly frequent: boolean;
  readonly length: boolean;
}

const NOTHING: Shown = { distinct: false, range: false, frequent: false, length: false };
const EVERYTHING: Shown = { distinct: true, range: true, frequent: true, length: true };

const SHOWN: Readonly<Record<FieldRole, Shown>> = {
  key: NOTHING,
  technical: NOTHING,
  reference: NOTHING,
  sensitive: NOTHING,
  flag: { ...NOTHING, frequent: true },
  measure: { ...NOTHING, range: true },
  time: { ...NOTHING, range: true },
  dimension: { ...NOTHING, distinct: true, range: true, frequent: true },
  code: { ...NOTHING, distinct: true, range: true, frequent: true },
  text: { ...NOTHING, distinct: true, frequent: true, length: true },
};

function factsOf(
  column: Column,
  profile: ColumnProfile,
  { rowCount, field }: ProfileContext,
  language: Language,
): string[] {
  const words = WORDS[language];
  const { nullShare, distinctCount, min, max, averageLength, topValues } = profile;
  if (nullShare === 1) {
    return [words.allNull];
  }
  if (field?.role === 'technical') {
    return [];
  }
  const nulls = [...(nullShare ? [words.nulls(percent(nullShare))] : []), ...blankFact(profile, words)];
  const only = topValues[0]?.value ?? (profile.sensitive ? undefined : profile.sampleValues[0]);
  const shown = field ? SHOWN[field.role] : EVERYTHING;
  if (distinctCount === 1 && only === '') {
    return nulls;
  }
  if (distinctCount === 1 && only !== undefined && !isJson(column) && shown !== NOTHING) {
    return [...nulls, words.constant(displayText(only))];
  }
  if (profile.elements) {
    return [...nulls, ...elementFacts(profile, profile.elements, words)];
  }
  const isListed = field !== undefined && listsValues(field, rowCount);
  return [
    ...nulls,
    ...(shown.distinct && !isListed ? distinctFact(column, profile, rowCount, field, words) : []),
    ...(!shown.range || isListed || min === null || max === null || isUnsaid(profile, 'range')
      ? []
      : [words.range(displayValue(min), displayValue(max))]),
    ...(shown.frequent && !(field && listsShares(field, rowCount, language))
      ? frequentFact(profile, words, isFree(field))
      : []),
    ...(shown.length && showsLength(column, averageLength) ? [lengthFact(profile, words)] : []),
  ];
}

/** Rows with an empty text have no value either. */
function blankFact({ topValues, distinctCount }: ColumnProfile, words: Words): string[] {
  const share = topValues.find(({ value }) => value === '')?.share ?? 0;
  if (share === 0) {
    return [];
  }
  return [distinctCount === 1 ? words.allBlank : words.blanks(percent(share))];
}

/** Facts of a sample among those of statistics. Where all come from the sample, the line about the rows says so. */
function isUnsaid({ source, partial }: ColumnProfile, fact: PartialFact): boolean {
  return source === 'statistics' && partial?.includes(fact) === true;
}

function lengthFact(profile: ColumnProfile, words: Words): string {
  const fact = (profile.longer ? words.longer : words.length)(number(profile.averageLength ?? 0));
  return isUnsaid(profile, 'text') ? words.inSample(fact) : fact;
}

/** An array is described by its elements; whole arrays seldom repeat. */
function elementFacts(
  profile: ColumnProfile,
  { least, most, distinct, frequent }: ArrayElements,
  words: Words,
): string[] {
  const count = words.elements(least, most);
  return [
    isUnsaid(profile, 'elements') ? words.inSample(count) : count,
    ...(distinct > 0 ? [words.distinct(number(distinct))] : []),
    ...frequentFact({ distinctCount: distinct, topValues: frequent }, words),
  ];
}

function distinctFact(
  column: Column,
  { distinctCount, nullShare }: ColumnProfile,
  rowCount: number | null,
  field: Field | undefined,
  words: Words,
): string[] {
  if (distinctCount === null || isJson(column)) {
    return [];
  }
  const present = rowCount === null ? null : Math.round(rowCount * (1 - (nullShare ?? 0)));
  if (present !== null && present > 1 && distinctCount >= present) {
    return [words.allDistinct];
  }
  return field?.role === 'text' ? [] : [words.distinct(number(distinctCount))];
}

/** Texts and codes are many; the frequent ones of a group are what people ask for. */
function isFree(field: Field | undefined): boolean {
  return field?.role === 'text' || field?.role === 'code';
}

/** Many values without a frequent one: a list of the first would be noise. */
function frequentFact(
  { topValues, distinctCount }: Pick<ColumnProfile, 'topValues' | 'distinctCount'>,
  words: Words,
  free = false,
): string[] {
  const [few, least] = free ? [12, 0.1] : [30, 0.05];
  const values = topValues.filter(({ value }) => value !== '');
  const tells = (distinctCount ?? Infinity) <= few || (values[0]?.share ?? 0) >= least;
  const frequent = values.filter(({ share }) => share >= 0.01).slice(0, 5);
  return tells && frequent.length > 0
    ? [words.frequent(frequent.map(({ value, share }): [string, string] => [displayText(value), percent(share)]))]
    : [];
}

function displayText(value: string): string {
  return listedValue(value, 30);
}

function showsLength(column: Column, averageLength: number | null): boolean {
  return column.typeCategory === 'S' && averageLength !== null && averageLength >= 20;
}

function number(value: number): string {
  return String(Math.round(value));
}
