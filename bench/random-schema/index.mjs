/** Random schemas with every kind of object that `schema.sql` restores, from a seed. */
import fc from 'fast-check';
import * as changes from './changes.mjs';
import { Draft } from './draft.mjs';
import * as routines from './routines.mjs';
import * as tables from './tables.mjs';
import * as types from './types.mjs';
import * as views from './views.mjs';

/** By the name of the kind. */
const GENERATORS = {
  schema: types.schema,
  extension: types.extension,
  enumeration: types.enumeration,
  domain: types.domain,
  nested: types.nested,
  composite: types.composite,
  range: types.range,
  collation: types.collation,
  'text search': types.textSearch,
  sequence: types.sequence,
  function: routines.sqlFunction,
  predicate: routines.predicate,
  difference: routines.difference,
  'function over a relation': routines.relationFunction,
  aggregate: routines.aggregate,
  operator: routines.operator,
  'operator class': routines.operatorClass,
  cast: routines.cast,
  table: tables.table,
  'typed table': tables.typedTable,
  'child table': tables.child,
  'partitioned table': tables.partitioned,
  'foreign key': tables.foreignKey,
  unique: tables.unique,
  exclusion: tables.exclusion,
  check: tables.check,
  'added column': changes.addColumn,
  'dropped column': changes.dropColumn,
  storage: changes.storage,
  index: changes.index,
  'search index': changes.searchIndex,
  statistics: changes.statistics,
  serial: changes.serial,
  circle: changes.circle,
  view: views.view,
  'materialized view': views.materializedView,
  rule: views.rule,
  trigger: views.trigger,
  policy: views.policy,
};

export const KINDS = Object.keys(GENERATORS);
/** Everything else stands on these. */
const FREQUENT = ['table', 'table', 'table', 'view', 'index', 'function', 'composite', 'domain'];

/** Plans of 5 to 40 objects, each a kind and the seed of its details. Shrinking leaves objects out. */
export const schemaPlans = fc.array(
  fc.record({
    kind: fc.constantFrom(...KINDS, ...FREQUENT),
    seed: fc.noShrink(fc.integer({ min: 0, max: 2 ** 31 - 1 })),
  }),
  { minLength: 5, maxLength: 40, size: 'max' },
);

/**
 * Creates the objects of a plan.
 * @param {import('pg').Client} client of an empty database
 * @param {readonly { kind: string, seed: number }[]} plan
 */
export async function createSchema(client, plan) {
  const { rows } = await client.query(
    `select current_setting('server_version_num')::int as version, set_config('synchronous_commit', 'off', false)`,
  );
  const draft = new Draft(client, 1, rows[0].version);
  const made = new Map();
  for (const { kind, seed } of [{ kind: 'table', seed: 1 }, ...plan]) {
    draft.reseed(seed);
    const before = draft.statements.length;
    await GENERATORS[kind](draft);
    made.set(kind, (made.get(kind) ?? 0) + (draft.statements.length > before ? 1 : 0));
  }
  return { statements: draft.statements, refused: draft.refused, made };
}
