import type { ValueKind } from '../statement-runner.js';

/** Object identifiers of PostgreSQL's own types, which are the same in every database (`pg_type.dat`). */
const KINDS: ReadonlyMap<number, ValueKind> = new Map([
  [16, 'boolean'],
  [20, 'integer'],
  [21, 'integer'],
  [23, 'integer'],
  [26, 'integer'],
  [700, 'number'],
  [701, 'number'],
  [1700, 'number'],
  [1082, 'time'],
  [1083, 'time'],
  [1266, 'time'],
  [1114, 'time'],
  [1184, 'time'],
  [1042, 'padded'],
]);

const UUID = 2950;
const NUMERIC = 1700;

/** Unknown types are text. Domains arrive as the type below them. */
export function kindOf(typeId: number): ValueKind {
  return KINDS.get(typeId) ?? 'text';
}

/** Whether the texts of all values of the type are short. */
export function isNarrow(typeId: number): boolean {
  const kind = kindOf(typeId);
  return typeId === UUID || (typeId !== NUMERIC && kind !== 'text' && kind !== 'padded');
}
