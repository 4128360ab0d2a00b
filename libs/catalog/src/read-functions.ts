import { qualifiedName, quoteLiteral } from '#libs/postgres';
import type { ReadObject } from './model.js';
import { keyOf } from './read-dependencies.js';
import type { CatalogServer } from './server.js';
import type { Queryable } from './queryable.js';

interface FunctionRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly routine: 'FUNCTION' | 'PROCEDURE' | 'AGGREGATE';
  readonly definition: string | null;
  readonly arguments: string;
  readonly identity: string;
  readonly comment: string | null;
  readonly body: string | null;
  readonly aggregate: AggregateRow | null;
}

interface AggregateRow {
  readonly kind: 'n' | 'o' | 'h';
  readonly sfunc: string;
  readonly stype: string;
  readonly sspace: number;
  readonly finalfunc: string | null;
  readonly finalextra: boolean;
  readonly finalmodify: 'r' | 's' | 'w';
  readonly combinefunc: string | null;
  readonly serialfunc: string | null;
  readonly deserialfunc: string | null;
  readonly initcond: string | null;
  readonly msfunc: string | null;
  readonly minvfunc: string | null;
  readonly mstype: string | null;
  readonly msspace: number;
  readonly mfinalfunc: string | null;
  readonly mfinalextra: boolean;
  readonly mfinalmodify: 'r' | 's' | 'w';
  readonly minitcond: string | null;
  readonly sortop: string | null;
  readonly parallel: 's' | 'r' | 'u';
}

const func = (column: string): string => `case when ${column} <> 0 then ${column}::oid::regproc::text end`;

const functionsQuery = (server: CatalogServer): string => `
select p.oid, n.nspname::text as schema, p.proname::text as name, d.description as comment,
  case p.prokind when 'a' then 'AGGREGATE' when 'p' then 'PROCEDURE' else 'FUNCTION' end as routine,
  case when p.prokind <> 'a' then pg_get_functiondef(p.oid) end as definition,
  pg_get_function_arguments(p.oid) as arguments, pg_get_function_identity_arguments(p.oid) as identity,
  case when l.lanname in ('sql', 'plpgsql')
    ${server.has('pg_proc.prosqlbody') ? 'and p.prosqlbody is null' : ''} then p.prosrc end as body,
  case when p.prokind = 'a' then json_build_object(
    'kind', g.aggkind, 'sfunc', ${func('g.aggtransfn')}, 'stype', format_type(g.aggtranstype, null),
    'sspace', g.aggtransspace, 'finalfunc', ${func('g.aggfinalfn')}, 'finalextra', g.aggfinalextra,
    'finalmodify', g.aggfinalmodify, 'combinefunc', ${func('g.aggcombinefn')}, 'serialfunc', ${func('g.aggserialfn')},
    'deserialfunc', ${func('g.aggdeserialfn')}, 'initcond', g.agginitval, 'msfunc', ${func('g.aggmtransfn')},
    'minvfunc', ${func('g.aggminvtransfn')},
    'mstype', case when g.aggmtranstype <> 0 then format_type(g.aggmtranstype, null) end, 'msspace', g.aggmtransspace,
    'mfinalfunc', ${func('g.aggmfinalfn')}, 'mfinalextra', g.aggmfinalextra, 'mfinalmodify', g.aggmfinalmodify,
    'minitcond', g.aggminitval,
    'sortop', (select case when on_.nspname = 'pg_catalog' then o.oprname::text
        else 'OPERATOR(' || quote_ident(on_.nspname) || '.' || o.oprname || ')' end
      from pg_operator o join pg_namespace on_ on on_.oid = o.oprnamespace where o.oid = g.aggsortop),
    'parallel', p.proparallel) end as aggregate
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
join pg_language l on l.oid = p.prolang
left join pg_aggregate g on g.aggfnoid = p.oid
left join pg_description d on d.objoid = p.oid and d.classoid = 'pg_proc'::regclass and d.objsubid = 0
where p.oid = any($1::oid[])
order by p.oid`;

export interface Functions {
  readonly objects: readonly ReadObject[];
  /** Bodies whose names PostgreSQL resolves only when the function runs, by key. */
  readonly bodies: ReadonlyMap<string, string>;
}

/** Functions, procedures and aggregates. */
export async function readFunctions(
  client: Queryable,
  oids: readonly number[],
  server: CatalogServer,
): Promise<Functions> {
  const { rows } = await client.query<FunctionRow>(functionsQuery(server), [oids]);
  return {
    objects: rows.map(functionOf),
    bodies: new Map(rows.flatMap(({ oid, body }) => (body === null ? [] : [[keyOf('pg_proc', oid), body]]))),
  };
}

function functionOf(row: FunctionRow): ReadObject {
  const signature = `${qualifiedName(row.schema, row.name)}(${row.identity})`;
  return {
    key: keyOf('pg_proc', row.oid),
    kind: 'function',
    schema: row.schema,
    name: `${row.name}(${row.identity})`,
    definition: row.aggregate === null ? (row.definition ?? '').trimEnd() : aggregateDefinition(row, row.aggregate),
    parts: [],
    comments: row.comment === null ? [] : [`COMMENT ON ${row.routine} ${signature} IS ${quoteLiteral(row.comment)};`],
  };
}

const MODIFY = { r: 'READ_ONLY', s: 'SHAREABLE', w: 'READ_WRITE' } as const;
const PARALLEL = { s: 'SAFE', r: 'RESTRICTED', u: 'UNSAFE' } as const;

function aggregateDefinition(row: FunctionRow, aggregate: AggregateRow): string {
  const ordinary = aggregate.kind === 'n' ? 'r' : 'w';
  const option = (name: string, value: string | null): string[] => (value === null ? [] : [`${name} = ${value}`]);
  const literal = (value: string | null): string | null => (value === null ? null : quoteLiteral(value));
  const options = [
    ...option('SFUNC', aggregate.sfunc),
    ...option('STYPE', aggregate.stype),
    ...(aggregate.sspace > 0 ? [`SSPACE = ${aggregate.sspace}`] : []),
    ...option('FINALFUNC', aggregate.finalfunc),
    ...(aggregate.finalextra ? ['FINALFUNC_EXTRA'] : []),
    ...(aggregate.finalfunc !== null && aggregate.finalmodify !== ordinary
      ? [`FINALFUNC_MODIFY = ${MODIFY[aggregate.finalmodify]}`]
      : []),
    ...option('COMBINEFUNC', aggregate.combinefunc),
    ...option('SERIALFUNC', aggregate.serialfunc),
    ...option('DESERIALFUNC', aggregate.deserialfunc),
    ...option('INITCOND', literal(aggregate.initcond)),
    ...option('MSFUNC', aggregate.msfunc),
    ...option('MINVFUNC', aggregate.minvfunc),
    ...option('MSTYPE', aggregate.mstype),
    ...(aggregate.msspace > 0 ? [`MSSPACE = ${aggregate.msspace}`] : []),
    ...option('MFINALFUNC', aggregate.mfinalfunc),
    ...(aggregate.mfinalextra ? ['MFINALFUNC_EXTRA'] : []),
    ...(aggregate.mfinalfunc !== null && aggregate.mfinalmodify !== ordinary
      ? [`MFINALFUNC_MODIFY = ${MODIFY[aggregate.mfinalmodify]}`]
      : []),
    ...option('MINITCOND', literal(aggregate.minitcond)),
    ...option('SORTOP', aggregate.sortop),
    ...(aggregate.parallel === 'u' ? [] : [`PARALLEL = ${PARALLEL[aggregate.parallel]}`]),
    ...(aggregate.kind === 'h' ? ['HYPOTHETICAL'] : []),
  ];
  return `CREATE AGGREGATE ${qualifiedName(row.schema, row.name)}(${row.arguments || '*'}) (${options.join(', ')})`;
}
