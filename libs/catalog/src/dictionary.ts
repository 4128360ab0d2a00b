import { conceptOf } from '#libs/column-concepts';
import { holdsSensitiveText } from '#libs/sensitivity';
import type { Column, ColumnProfile, Dictionary, Relation } from './model.js';
import type { Sample } from './sample-relation.js';

const LEAST_ROWS = 6;
const MAX_COLUMNS = 20;
const MAX_VALUE = 40;
const MAX_LABEL = 60;
/** Most tables show in a few rows that they are no dictionary. */
const FIRST_LOOK = 60;
/** A few rows may break the pattern: entries that were written twice. */
const NEARLY = 0.97;
const MOSTLY = 0.8;
/** Greatest shares of distinct cells: groups have several rows, and values such as 1 and 2 occur in many groups. */
const REUSED = { type: 0.5, value: 0.8 };
/** A few rows far apart may all be of different groups. */
const REUSED_AT_ALL = { type: 1, value: 0.99 };
/** Names only choose among columns that all have the structure. */
const TYPE_NAME = /(type|category|group|dict|kind|class|set|domain)(_?(code|id|name|key))?$|类型|分类|类别|字典/i;
const VALUE_NAME = /(value|code|key|val)$|键值|值$|编码$/i;
const LABEL_NAME = /(label|name|text|meaning|title|desc(ription)?)$|名称$|标签$|含义$|说明$/i;

interface Candidate {
  readonly column: Column;
  readonly cells: readonly string[];
  /** For each cell the place of its value among the distinct ones. */
  readonly places: readonly number[];
  readonly distinct: number;
}

/**
 * Recognises a dictionary of codes by its rows: one column groups them, a short value is distinct in its group and used
 * again in others, and a readable label is distinct in its group. @returns null for other tables
 */
export function dictionaryOf(
  relation: Relation,
  profiles: readonly ColumnProfile[],
  sample: Sample,
): Dictionary | null {
  const rows = sample.rows.length;
  if (rows < LEAST_ROWS || relation.columns.length > MAX_COLUMNS || relation.columns.length < 3) {
    return null;
  }
  const step = Math.ceil(rows / FIRST_LOOK);
  const few = sample.rows.filter((_, at) => at % step === 0);
  if (triples(candidatesOf(relation, profiles, few), few.length, REUSED_AT_ALL).length === 0) {
    return null;
  }
  const candidates = candidatesOf(relation, profiles, sample.rows);
  const found = triples(candidates, rows).sort((a, b) => nameScore(b) - nameScore(a))[0];
  if (!found) {
    return null;
  }
  const [type, value, label] = found;
  return {
    typeColumn: type.column.name,
    valueColumn: value.column.name,
    labelColumn: label.column.name,
    entries: sample.rows
      .map((_, at) => ({ type: type.cells[at] ?? '', value: value.cells[at] ?? '', label: label.cells[at] ?? '' }))
      .filter((entry) => entry.value !== '' && isLabel(entry.label)),
  };
}

function candidatesOf(
  relation: Relation,
  profiles: readonly ColumnProfile[],
  rows: Sample['rows'],
): readonly Candidate[] {
  const own = new Set(relation.primaryKey?.columns.length === 1 ? relation.primaryKey.columns : []);
  return relation.columns.flatMap((column, at): Candidate[] => {
    const isUsable =
      /[SNE]/.test(column.typeCategory) && !column.isArray && profiles[at]?.sensitive === null && !own.has(column.name);
    if (!isUsable || conceptOf(column) === 'position') {
      return [];
    }
    const cells = rows.map((row) => row[at] ?? '');
    return nearlyAll(cells, (cell) => cell !== '') ? [{ column, cells, ...placesOf(cells) }] : [];
  });
}

function placesOf(cells: readonly string[]): Pick<Candidate, 'places' | 'distinct'> {
  const known = new Map<string, number>();
  const places = cells.map((cell) => {
    const place = known.get(cell) ?? known.size;
    known.set(cell, place);
    return place;
  });
  return { places, distinct: known.size };
}

type Triple = readonly [type: Candidate, value: Candidate, label: Candidate];

function triples(candidates: readonly Candidate[], rows: number, least = REUSED): Triple[] {
  const types = candidates.filter(
    ({ distinct, column, cells }) =>
      distinct >= 2 && distinct <= least.type * rows && column.typeCategory !== 'E' && nearlyAll(cells, isTypeCode),
  );
  const values = candidates.filter(
    ({ distinct, cells }) =>
      distinct >= 2 && distinct <= least.value * rows && nearlyAll(cells, (cell) => cell.length <= MAX_VALUE),
  );
  const labels = candidates.filter(
    ({ column, cells }) => column.typeCategory === 'S' && nearlyAll(cells, isLabel) && lettered(cells) >= MOSTLY,
  );
  return types.flatMap((type) =>
    values
      .filter((value) => value !== type && isDistinctWithin(type, value, rows))
      .flatMap((value) =>
        labels
          .filter((label) => label !== type && label !== value && isDistinctWithin(type, label, rows))
          .map((label): Triple => [type, value, label]),
      ),
  );
}

function nearlyAll(cells: readonly string[], test: (cell: string) => boolean): boolean {
  return cells.filter(test).length >= NEARLY * cells.length;
}

/** `user_sex`, `12`, 用户性别: no sentence. */
function isTypeCode(cell: string): boolean {
  return cell.length <= 64 && /^[\p{L}\p{N}_.:-]+$/u.test(cell);
}

function isLabel(cell: string): boolean {
  return cell.length <= MAX_LABEL && !holdsSensitiveText(cell);
}

function isDistinctWithin(type: Candidate, other: Candidate, rows: number): boolean {
  return (
    new Set(type.places.map((place, at) => place * other.distinct + (other.places[at] ?? 0))).size >= NEARLY * rows
  );
}

function lettered(cells: readonly string[]): number {
  return cells.filter((cell) => /\p{Script=Han}|\p{L}{2}/u.test(cell)).length / cells.length;
}

/** Labels have letters, and values are shorter than they are. */
function nameScore([type, value, label]: Triple): number {
  const reused = 1 - value.distinct / value.cells.length;
  return (
    (TYPE_NAME.test(type.column.name) ? 2 : 0) +
    (VALUE_NAME.test(value.column.name) ? 2 : 0) +
    (LABEL_NAME.test(label.column.name) ? 2 : 0) +
    2 * lettered(label.cells) +
    reused
  );
}
