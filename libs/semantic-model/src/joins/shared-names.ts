import { relationName, type Column, type RelationProfile } from '#libs/catalog';
import { candidate } from './candidates.js';
import type { Candidate } from './candidate.js';
import type { Target } from './join-schema.js';
import { messages } from './messages.js';
import { ATTRIBUTE, isGeneric, keyFamily, readName } from './names.js';
import { tailOf } from './table-names.js';

/** One name in two tables; rows that are distinct on one side must confirm it. */
const SHARED_NAME = 0.6;
/** More tables than that have the name for an attribute. */
const MAX_TABLES = 6;

type Profiles = Pick<ReadonlyMap<string, RelationProfile>, 'get'>;

interface NamedColumn {
  readonly target: Target;
  readonly column: Column;
}

/**
 * Columns of one name in a few tables, distinct in one of them as its profile has it: an order number in orders and in
 * payments, although the key of the orders is another column.
 */
export function sharedNameCandidates(
  sources: readonly Target[],
  profiles: Profiles,
  joined: ReadonlySet<Column>,
): Candidate[] {
  const columns = sources.flatMap((target) =>
    target.relation.columns.filter((column) => mayIdentify(target, column)).map((column) => ({ target, column })),
  );
  const groups = Map.groupBy(columns, ({ column }) => `${keyFamily(column) ?? ''} ${column.name.toLowerCase()}`);
  return [...groups.values()].flatMap((group) => {
    if (group.length < 2 || group.length > MAX_TABLES) {
      return [];
    }
    const keys = group.filter((one) => isDistinct(one, profiles));
    const free = group.filter((one) => !joined.has(one.column) && !keys.includes(one));
    return keys.length === 1 ? free.flatMap((one) => keys.map((key) => sharedName(one, key))) : [];
  });
}

function mayIdentify(target: Target, column: Column): boolean {
  const family = keyFamily(column);
  const isNumber = family === 'number' || family === null;
  const isKey = readName(tailOf(column.name, target.name)).kind !== null;
  return family !== null && !isGeneric(column.name) && (isNumber ? isKey : !ATTRIBUTE.test(column.name));
}

function isDistinct({ target: { relation, key }, column }: NamedColumn, profiles: Profiles): boolean {
  const profile = profiles.get(relationName(relation));
  const measured = profile?.columns.find((one) => one.column === column.name);
  const rows = profile?.rowCount ?? 0;
  return column === key || (rows > 1 && measured?.nullShare === 0 && (measured.distinctCount ?? 0) >= rows * 0.95);
}

function sharedName(from: NamedColumn, to: NamedColumn): Candidate {
  return {
    ...candidate(from.target, from.column, to.target, to.column),
    score: SHARED_NAME,
    because: messages.name_of_column({ column: to.column.name, table: to.target.relation.name }),
    needsRows: true,
    provesKey: to.column !== to.target.key,
  };
}
