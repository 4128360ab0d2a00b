import {
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
import type { Language } from '#libs/domain-errors';

const HAN = /\p{Script=Han}/u;
const MAX_LABEL = 40;

/** What tables and columns are called in a text of one language. */
export interface Labels {
  table(relation: Relation): string;
  column(column: Column): string;
}

/**
 * Comments where they are of the language and short enough to be a name, else the identifier as words. Nothing is
 * translated: an English identifier stays English in a Chinese text.
 */
export function labelsFor(catalog: Catalog, language: Language): Labels {
  const prefixes = sharedPrefixes(catalog);
  return {
    table: (relation) => {
      const comment = usable(shortComment(relation.comment), language);
      return comment ? comment.replace(/(基础信息|信息)?表$/, '') || comment : wordsOf(relation, prefixes);
    },
    column: (column) => usable(shortComment(column.comment), language) ?? readableName(column.name),
  };
}

function wordsOf(relation: Relation, prefixes: ReadonlyMap<string, string>): string {
  return /[a-z]/i.test(relation.name) ? tableWords(relation, prefixes).join(' ') : relation.name;
}

function usable(comment: string, language: Language): string | null {
  const fits = comment !== '' && comment.length <= MAX_LABEL;
  return fits && (language === 'zh' || !HAN.test(comment)) ? comment : null;
}

const MAX_ENTITIES = 6;
const MAX_METRICS = 8;

/** What a group of tables is about: the tables themselves, those that only connect others left out where possible. */
export function entitiesOf(relations: readonly Relation[], labels: Labels): string[] {
  const things = relations.filter((relation) => !isLinkTable(relation) && relation.partitionOf === null);
  const chosen = things.length > 0 ? things : relations;
  return distinct(chosen.map((relation) => labels.table(relation))).slice(0, MAX_ENTITIES);
}

/** What can be measured in a group of tables; where no column is a measure, how many rows there are. */
export function metricsOf(relations: readonly Relation[], labels: Labels, language: Language): string[] {
  const measures = relations.flatMap((relation) => {
    const columns = measureColumns(relation);
    // A column that somebody described is one that somebody asks about.
    return [...columns.filter(described), ...columns.filter((column) => !described(column))].slice(0, 4);
  });
  const names = distinct(measures.map((column) => labels.column(column)));
  const counts = entitiesOf(relations, labels).map((label) => countOf(label, language));
  return (names.length >= 3 ? names : distinct([...names, ...counts.slice(0, 3)])).slice(0, MAX_METRICS);
}

function described(column: Column): boolean {
  return plainComment(column.comment) !== '';
}

function countOf(label: string, language: Language): string {
  return language === 'zh' ? `${label}${HAN.test(label.at(-1) ?? '') ? '' : ' '}数量` : `number of ${label} records`;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
