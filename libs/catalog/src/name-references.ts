import type { Catalog, Column, Relation } from './model.js';
import { identifierWords, sharedPrefixes, singular, tableWords } from './naming.js';

/** A column that looks, by its name and type, as if it held the key of another table. */
export interface NameReference {
  readonly from: Relation;
  readonly column: Column;
  readonly to: Relation;
  readonly toColumn: Column;
  /** 1: named after the table or its key; less: only the end of the name fits. */
  readonly strength: number;
}

const KEY_WORDS = new Set(['id', 'key', 'code', 'no', 'num', 'number', 'uuid', 'guid', 'sk', 'fk', 'pk', 'ref']);
const CHINESE_KEY = /(id|编号|编码|代码|标识|主键|号)$/i;
const CHINESE_TABLE = /(基础信息|信息|资料|档案|明细|字典|记录)?表?$/;

/** What a key column or table is about, as one comparable word: `service_area_id`, `bss_service_areas` → service_area. */
function columnSubject(name: string): { subject: string; keyed: boolean } {
  if (/\p{Script=Han}/u.test(name)) {
    return { subject: name.replace(CHINESE_KEY, ''), keyed: CHINESE_KEY.test(name) };
  }
  const words = identifierWords(name);
  const last = words.at(-1) ?? '';
  if (words.length > 1 && KEY_WORDS.has(last)) {
    return { subject: words.slice(0, -1).map(singular).join('_'), keyed: true };
  }
  const glued = /^(\p{L}{3,})(id|code)$/u.exec(words.join('_'));
  return glued
    ? { subject: singular(glued[1] ?? ''), keyed: true }
    : { subject: words.map(singular).join('_'), keyed: false };
}

function tableSubject(relation: Relation, prefixes: ReadonlyMap<string, string>): string {
  return /\p{Script=Han}/u.test(relation.name)
    ? relation.name.replace(CHINESE_TABLE, '')
    : tableWords(relation, prefixes).map(singular).join('_');
}

/** Only types of one family can refer to each other. */
function typeFamily(column: Column): string {
  if (column.isArray) {
    return `array ${column.type}`;
  }
  const integers = [20, 21, 23];
  const texts = [25, 1042, 1043];
  return integers.includes(column.baseTypeOid)
    ? 'integer'
    : texts.includes(column.baseTypeOid)
      ? 'text'
      : String(column.baseTypeOid);
}

interface Target {
  readonly relation: Relation;
  readonly key: Column;
}

function targetsOf(catalog: Catalog): Target[] {
  return catalog.relations.flatMap((relation) => {
    const [name, ...more] = relation.primaryKey?.columns ?? [];
    const key = relation.columns.find((column) => column.name === name);
    return key && more.length === 0 && relation.partitionOf === null ? [{ relation, key }] : [];
  });
}

/**
 * Columns without a foreign key whose name and type point to the single-column primary key of a listed table.
 * Ambiguous names point nowhere. Linear in the number of columns.
 */
export function nameReferences(catalog: Catalog): NameReference[] {
  const prefixes = sharedPrefixes(catalog);
  const targets = targetsOf(catalog);
  const bySubject = new Map<string, Target[]>();
  for (const target of targets) {
    const subject = tableSubject(target.relation, prefixes);
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), target]);
  }
  return catalog.relations
    .filter(({ kind, partitionOf }) => partitionOf === null && kind !== 'view' && kind !== 'materialized_view')
    .flatMap((from) => referencesOf(from, bySubject));
}

function referencesOf(from: Relation, bySubject: ReadonlyMap<string, readonly Target[]>): NameReference[] {
  const declared = new Set(from.foreignKeys.flatMap(({ columns }) => columns));
  const ownKey = from.primaryKey?.columns.length === 1 ? from.primaryKey.columns[0] : undefined;
  return from.columns.flatMap((column) => {
    if (declared.has(column.name) || column.name === ownKey) {
      return [];
    }
    const { subject, keyed } = columnSubject(column.name);
    const found = keyed && subject ? findTarget(from, column, subject, bySubject) : null;
    return found ? [found] : [];
  });
}

function findTarget(
  from: Relation,
  column: Column,
  subject: string,
  bySubject: ReadonlyMap<string, readonly Target[]>,
): NameReference | null {
  const words = subject.split('_');
  // `parent_id` means this table, unless a table of that name exists.
  const own = bySubject.get(subject) === undefined && /^(parent|父|上级)/.test(subject);
  for (let start = 0; start < words.length; start++) {
    const candidates = (bySubject.get(words.slice(start).join('_')) ?? []).filter(
      ({ key }) => typeFamily(key) === typeFamily(column),
    );
    const target = onlyOne(candidates, from);
    if (target) {
      return { from, column, to: target.relation, toColumn: target.key, strength: start === 0 ? 1 : 0.7 };
    }
  }
  const ownKey = own && from.primaryKey?.columns.length === 1 ? from.primaryKey.columns[0] : undefined;
  const key = from.columns.find(({ name }) => name === ownKey);
  return key && typeFamily(key) === typeFamily(column)
    ? { from, column, to: from, toColumn: key, strength: 0.7 }
    : null;
}

/** The candidate in the same schema wins; two that are equally near make the name ambiguous. */
function onlyOne(candidates: readonly Target[], from: Relation): Target | null {
  const near = candidates.filter(({ relation }) => relation.schema === from.schema);
  const chosen = near.length > 0 ? near : candidates;
  return chosen.length === 1 ? (chosen[0] ?? null) : null;
}
