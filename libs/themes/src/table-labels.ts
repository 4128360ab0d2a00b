import {
  chineseFor,
  identifierWords,
  isLinkTable,
  measureColumns,
  plainComment,
  readableName,
  sharedPrefixes,
  shortComment,
  tableWords,
  type Catalog,
  type Column,
  type Relation,
} from '#libs/catalog';
import type { ByLanguage, Language } from '#libs/language';

const HAN = /\p{Script=Han}/u;
const MAX_LABEL = 40;

/** Names of tables and columns in a text of one language. */
export interface Labels {
  table(relation: Relation): string;
  column(column: Column): string;
}

/**
 * Comments where they are of the language and short enough to be a name, else the identifier as words: in Chinese
 * where all of them are common ones, else as they are.
 */
export function labelsFor(catalog: Catalog, language: Language): Labels {
  const prefixes = sharedPrefixes(catalog);
  return {
    table: (relation) => {
      const comment = usable(shortComment(relation.comment), language);
      return comment ? withoutGeneric(comment) : wordsOf(relation, prefixes, language);
    },
    column: (column) => withoutUnit(usable(shortComment(column.comment), language) ?? columnName(column, language)),
  };
}

/** 服务区基础信息表 → 服务区: the subject, without words for "table". */
function withoutGeneric(comment: string): string {
  const short = comment.replace(/(基础信息|基本信息|信息|资料|档案)?表?$/, '');
  return short.length >= 2 ? short : comment;
}

/** 支付金额（元） → 支付金额 */
function withoutUnit(label: string): string {
  return label.replace(/\s*[（(][^（）()]*[)）]$/, '') || label;
}

function wordsOf(relation: Relation, prefixes: ReadonlyMap<string, string>, language: Language): string {
  const words = tableWords(relation, prefixes);
  return RULES[language].spelledOut(words) ?? (/[a-z]/i.test(relation.name) ? words.join(' ') : relation.name);
}

function columnName({ name }: Column, language: Language): string {
  return RULES[language].spelledOut(identifierWords(name)) ?? readableName(name);
}

function usable(comment: string, language: Language): string | null {
  const fits = comment !== '' && comment.length <= MAX_LABEL;
  return fits && RULES[language].isReadable(comment) ? comment : null;
}

const MAX_ENTITIES = 6;
const MAX_METRICS = 8;

/** The subjects of a group of tables, without link tables where possible. */
export function entitiesOf(relations: readonly Relation[], labels: Labels): string[] {
  const things = relations.filter((relation) => !isLinkTable(relation) && relation.partitionOf === null);
  const chosen = things.length > 0 ? things : relations;
  return distinct(chosen.map((relation) => labels.table(relation))).slice(0, MAX_ENTITIES);
}

/** The measures of a group of tables; without a measure column, the number of rows. */
export function metricsOf(relations: readonly Relation[], labels: Labels, language: Language): string[] {
  const measures = relations.flatMap((relation) => {
    const columns = measureColumns(relation);
    const ranked = [...columns].sort((a, b) => interest(b) - interest(a));
    return ranked.slice(0, relation === relations[0] ? 6 : 3);
  });
  const names = distinct(measures.map((column) => labels.column(column)));
  const counts = entitiesOf(relations, labels).map((label) => RULES[language].count(label));
  return (names.length >= 3 ? names : distinct([...names, ...counts.slice(0, 3)])).slice(0, MAX_METRICS);
}

const TOTAL = /sum|total|总|合计/i;
const AMOUNT = /amount|revenue|sales|金额|营收/i;

/** Described columns are more likely to be asked about; totals come before their parts. */
function interest(column: Column): number {
  const comment = plainComment(column.comment);
  const text = `${column.name} ${comment}`;
  return (comment === '' ? 0 : 3) + (TOTAL.test(text) ? 1 : 0) + (AMOUNT.test(text) ? 1 : 0);
}

interface LabelRules {
  /** The words of an identifier in the language, where all of them are known. */
  readonly spelledOut: (words: readonly string[]) => string | null;
  readonly isReadable: (comment: string) => boolean;
  readonly count: (label: string) => string;
}

const RULES: ByLanguage<LabelRules> = {
  zh: { spelledOut: chineseFor, isReadable: () => true, count: zhCount },
  en: {
    spelledOut: () => null,
    isReadable: (comment) => !HAN.test(comment),
    count: (label) => `number of ${label} records`,
  },
};

function zhCount(label: string): string {
  const counted = /(数据|记录|明细|对照|量|数)$/.test(label) ? '记录数' : '数量';
  return `${label}${HAN.test(label.at(-1) ?? '') ? '' : ' '}${counted}`;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
