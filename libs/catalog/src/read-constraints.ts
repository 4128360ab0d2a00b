import { foreignKeyDefinition, keyDefinition } from './constraint-definitions.js';
import type { CheckConstraint, Column, ForeignKey, Index, KeyConstraint } from './model.js';
import type { CatalogServer } from './server.js';
import type { Queryable } from './queryable.js';

/** Numbers of columns come as `{1,2}`: reading thousands of arrays costs more than the query. */
type ConstraintRow = readonly [
  relation: number,
  type: 'p' | 'u' | 'c' | 'x' | 'f',
  name: string,
  /** null where it is plain enough to be written here. */
  definition: string | null,
  local: boolean,
  comment: string | null,
  columns: string | null,
  referenced: number,
  referencedColumns: string | null,
  onUpdate: string,
  onDelete: string,
];

export interface Constraints {
  primaryKey: KeyConstraint | null;
  readonly uniqueConstraints: KeyConstraint[];
  readonly checkConstraints: CheckConstraint[];
  readonly exclusionConstraints: CheckConstraint[];
  readonly foreignKeys: ForeignKey[];
}

/**
 * PostgreSQL looks up every name of a definition by itself, which for thousands of keys costs more than all the rest.
 * So keys without options come without a definition and are written here, and checks come as their expression.
 */
function definitionOf(server: CatalogServer): string {
  const noPeriod = server.has('pg_constraint.conperiod') ? 'and not k.conperiod' : '';
  const plainNulls = server.has('pg_index.indnullsnotdistinct') ? 'and not i.indnullsnotdistinct' : '';
  return `case
    when x.reloptions is not null then regexp_replace(pg_get_constraintdef(k.oid),
      '( DEFERRABLE( INITIALLY DEFERRED)?)?$', ' WITH (' || array_to_string(x.reloptions, ', ') || ')\\1')
    when k.contype in ('p', 'u') and not k.condeferrable and i.indnkeyatts = i.indnatts ${plainNulls} ${noPeriod} then null
    when k.contype = 'f' and not k.condeferrable and k.convalidated and k.confmatchtype = 's'
      and k.confupdtype in ('a', 'r', 'c') and k.confdeltype in ('a', 'r', 'c') ${noPeriod} then null
    when k.contype = 'c' and k.convalidated then
      'CHECK (' || pg_get_expr(k.conbin, k.conrelid) || ')' || case when k.connoinherit then ' NO INHERIT' else '' end
    else pg_get_constraintdef(k.oid) end`;
}

/**
 * A foreign key to a partitioned table also has one hidden row a partition of that table, on the same referencing
 * table: `own` leaves those out.
 */
const constraintsQuery = (server: CatalogServer): string => `
with own as (
  select k.* from pg_constraint k left join pg_constraint parent on parent.oid = k.conparentid
  where k.conrelid = any($1::oid[]) and k.contype in ('p', 'u', 'c', 'x', 'f')
    and (parent.oid is null or parent.conrelid <> k.conrelid)
)
select k.conrelid, k.contype::text, k.conname::text, ${definitionOf(server)},
  k.conislocal and k.conparentid = 0, d.description, k.conkey::text, k.confrelid, k.confkey::text,
  k.confupdtype::text, k.confdeltype::text
from own k
left join pg_index i on i.indexrelid = k.conindid and k.contype in ('p', 'u')
left join pg_class x on x.oid = i.indexrelid
left join (select objoid, description from pg_description where classoid = 'pg_constraint'::regclass offset 0) d
  on d.objoid = k.oid`;

/** The fields of a `ConstrainedTable`, of a relation `c` in its schema `n`. */
export const CONSTRAINED_TABLE = `
select c.oid, n.nspname::text as schema, c.relname::text as name,
  array(select json_build_object('name', a.attname, 'position', a.attnum) from pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns`;

/** Foreign keys may refer to tables that are not listed. */
const REFERENCED = `${CONSTRAINED_TABLE}
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.oid = any($1::oid[])`;

type PositionedColumn = Pick<Column, 'name' | 'position'>;

/** A table that constraints reference: a listed one, or the known data of another. */
export interface ConstrainedTable {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly PositionedColumn[];
}

/** Rows of constraints, in which tables and columns are numbers, and the tables among them that are not listed. */
export interface BareConstraints {
  readonly rows: readonly ConstraintRow[];
  readonly unlisted: readonly ConstrainedTable[];
}

export async function readBareConstraints(
  client: Queryable,
  oids: readonly number[],
  server: CatalogServer,
): Promise<BareConstraints> {
  const text = constraintsQuery(server);
  const { rows } = await client.query<[...ConstraintRow]>({ text, values: [oids], rowMode: 'array' });
  const listed = new Set(oids);
  const others = [...new Set(rows.map((row) => row[7]))].filter((oid) => oid !== 0 && !listed.has(oid));
  const { rows: unlisted } = await client.query<ConstrainedTable>(REFERENCED, [others]);
  return { rows, unlisted };
}

/**
 * @param listed the tables that the constraints were read for
 * @returns the constraints by OID of their relation, each kind sorted by name.
 */
export function assembleConstraints(
  { rows, unlisted }: BareConstraints,
  listed: readonly ConstrainedTable[],
): Map<number, Constraints> {
  const tables = new Map([...unlisted, ...listed].map((table) => [table.oid, table]));
  const constraints = new Map<number, Constraints>();
  for (const row of [...rows].sort((a, b) => (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0))) {
    const target = constraints.get(row[0]) ?? noConstraints();
    constraints.set(row[0], target);
    addConstraint(target, row, tables);
  }
  return constraints;
}

/** Names in key order; system columns, which a check may name, are left out. */
function namesOf(positions: string | null, table: ConstrainedTable | undefined): string[] {
  if (positions === null || table === undefined) {
    return [];
  }
  const { columns } = table;
  return positions
    .slice(1, -1)
    .split(',')
    .flatMap((digits) => {
      const position = Number(digits);
      // Where no column was ever dropped, a column stands at its own number.
      const near = columns[position - 1];
      const column = near?.position === position ? near : columns.find((other) => other.position === position);
      return column ? [column.name] : [];
    });
}

function noConstraints(): Constraints {
  return { primaryKey: null, uniqueConstraints: [], checkConstraints: [], exclusionConstraints: [], foreignKeys: [] };
}

function addConstraint(target: Constraints, row: ConstraintRow, tables: ReadonlyMap<number, ConstrainedTable>): void {
  const [relation, type, name, definition, local, comment, positions] = row;
  const columns = namesOf(positions, tables.get(relation));
  switch (type) {
    case 'p':
      target.primaryKey = { name, comment, columns, definition: definition ?? keyDefinition('PRIMARY KEY', columns) };
      break;
    case 'u':
      target.uniqueConstraints.push({
        name,
        comment,
        columns,
        definition: definition ?? keyDefinition('UNIQUE', columns),
      });
      break;
    case 'c':
      target.checkConstraints.push({ name, comment, columns, definition: definition ?? '', local });
      break;
    case 'x':
      target.exclusionConstraints.push({ name, comment, columns, definition: definition ?? '', local });
      break;
    case 'f':
      target.foreignKeys.push(foreignKeyOf(row, columns, tables.get(row[7])));
      break;
  }
}

function foreignKeyOf(
  row: ConstraintRow,
  columns: readonly string[],
  referenced: ConstrainedTable | undefined,
): ForeignKey {
  const [, , name, definition, local, comment, , , positions, onUpdate, onDelete] = row;
  const { schema = '', name: table = '' } = referenced ?? {};
  const referencedColumns = namesOf(positions, referenced);
  const plain = { columns, referenced: { schema, name: table, columns: referencedColumns }, onUpdate, onDelete };
  return {
    name,
    comment,
    columns,
    definition: definition ?? foreignKeyDefinition(plain),
    local,
    referencedSchema: schema,
    referencedTable: table,
    referencedColumns,
    inferred: false,
  };
}

const INDEXES = `
select i.indrelid as relation, c.relname::text as name, pg_get_indexdef(i.indexrelid) as definition,
  i.indisunique as unique, d.description as comment
from pg_index i
join pg_class c on c.oid = i.indexrelid
left join pg_description d on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = 0
where i.indrelid = any($1::oid[]) and i.indislive
  and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
order by i.indrelid, c.relname collate "C"`;

/** @returns the indexes without a constraint, by OID of their relation, sorted by name. */
export async function readIndexes(client: Queryable, oids: readonly number[]): Promise<Map<number, Index[]>> {
  const { rows } = await client.query<Index & { relation: number }>(INDEXES, [oids]);
  const indexes = new Map<number, Index[]>(oids.map((oid) => [oid, []]));
  for (const { relation, ...index } of rows) {
    indexes.get(relation)?.push(index);
  }
  return indexes;
}
