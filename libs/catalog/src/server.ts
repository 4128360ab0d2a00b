import type { Queryable } from './queryable.js';

/** The server that a connection leads to, as far as reading its catalog depends on it. */
export interface CatalogServer {
  readonly database: string;
  /** `server_version_num`, for example 150020; relatives of PostgreSQL give the version that they began from. */
  readonly version: number;
  /** For people: `PostgreSQL 15.18`, `openGauss 5.0.0`. */
  readonly product: string;
  /** Whether its catalog has a column of `NEWER_COLUMNS`. */
  has(column: NewerColumn): boolean;
  /** Connections can share a snapshot. */
  readonly exportsSnapshots: boolean;
}

/** Columns of pg_catalog that came after PostgreSQL 12. Queries name them only where they exist. */
const NEWER_COLUMNS = [
  'pg_trigger.tgparentid',
  'pg_statistic_ext.stxstattarget',
  'pg_attribute.attcompression',
  'pg_range.rngmultitypid',
  'pg_proc.prosqlbody',
  'pg_index.indnullsnotdistinct',
  'pg_constraint.conperiod',
] as const;

export type NewerColumn = (typeof NEWER_COLUMNS)[number];

/** Columns that came with PostgreSQL 9.5 to 12, without which no query of the catalog works. */
const NEEDED_COLUMNS = [
  'pg_class.relrowsecurity',
  'pg_policy.polname',
  'pg_attribute.attidentity',
  'pg_class.relispartition',
  'pg_class.relpartbound',
  'pg_sequence.seqrelid',
  'pg_statistic_ext.stxrelid',
  'pg_collation.collprovider',
  'pg_proc.prokind',
  'pg_constraint.conparentid',
  'pg_index.indnkeyatts',
  'pg_aggregate.aggfinalmodify',
  'pg_attribute.attgenerated',
  'pg_collation.collisdeterministic',
];

const NEEDED_FUNCTIONS = [
  'format_type',
  'has_column_privilege',
  'has_table_privilege',
  'pg_get_constraintdef',
  'pg_get_expr',
  'pg_get_function_arguments',
  'pg_get_function_identity_arguments',
  'pg_get_functiondef',
  'pg_get_indexdef',
  'pg_get_partkeydef',
  'pg_get_ruledef',
  'pg_get_statisticsobjdef',
  'pg_get_triggerdef',
  'pg_get_viewdef',
  'pg_identify_object',
  'row_security_active',
];

const EXPORT_SNAPSHOT = 'pg_export_snapshot';

/** The catalog of the server lacks what every query needs: an old PostgreSQL, or a relative without these catalogs. */
export class UnsupportedServerError extends Error {
  /** @param missing columns such as `pg_proc.prokind`, functions such as `pg_get_ruledef()` */
  constructor(
    readonly product: string,
    readonly missing: readonly string[],
  ) {
    super(`${product} lacks ${missing.join(', ')}`);
  }
}

/** The answer of a server to `PROBE`. */
export interface ProbeAnswer {
  readonly database: string;
  /** `version()` */
  readonly description: string;
  /** `server_version_num` */
  readonly version: string;
  readonly columns: readonly string[];
  readonly functions: readonly string[];
}

/** Names nothing but what every relative of PostgreSQL has. */
const PROBE = `
select current_database()::text as database, version() as description,
  current_setting('server_version_num') as version,
  array(
    select c.relname::text || '.' || a.attname::text from pg_catalog.pg_attribute a
    join pg_catalog.pg_class c on c.oid = a.attrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'pg_catalog' and c.relname = any($1) and a.attname = any($2)) as columns,
  array(select distinct p.proname::text from pg_catalog.pg_proc p where p.proname = any($3)) as functions`;

const ALL_COLUMNS = [...NEEDED_COLUMNS, ...NEWER_COLUMNS].map((name) => name.split('.'));
const PARAMETERS = [
  [...new Set(ALL_COLUMNS.map(([table]) => table))],
  ALL_COLUMNS.map(([, column]) => column),
  [...NEEDED_FUNCTIONS, EXPORT_SNAPSHOT],
];

/** A connection leads to one server. */
const known = new WeakMap<Queryable, CatalogServer>();

/** @throws UnsupportedServerError before any query fails on a name that the server does not have. */
export async function readServer(client: Queryable): Promise<CatalogServer> {
  let server = known.get(client);
  if (server === undefined) {
    server = await probeServer(client);
    known.set(client, server);
  }
  return server;
}

async function probeServer(client: Queryable): Promise<CatalogServer> {
  const { rows } = await client.query<ProbeAnswer>(PROBE, PARAMETERS);
  const [answer] = rows;
  if (answer === undefined) {
    throw new UnsupportedServerError('the server', []);
  }
  return serverOf(answer);
}

/** @throws UnsupportedServerError */
export function serverOf({ database, description, version, columns, functions }: ProbeAnswer): CatalogServer {
  const product = productOf(description);
  const missing = [
    ...NEEDED_COLUMNS.filter((name) => !columns.includes(name)),
    ...NEEDED_FUNCTIONS.filter((name) => !functions.includes(name)).map((name) => `${name}()`),
  ];
  if (missing.length > 0) {
    throw new UnsupportedServerError(product, missing);
  }
  return {
    database,
    version: Number(version),
    product,
    has: (column) => columns.includes(column),
    exportsSnapshots: functions.includes(EXPORT_SNAPSHOT),
  };
}

/** Relatives that call themselves PostgreSQL first, and name themselves in brackets. */
const RELATIVE = /(?:openGauss|GaussDB Kernel|Greenplum Database|Apache Cloudberry) [\w.]+/;

function productOf(description: string): string {
  return RELATIVE.exec(description)?.[0] ?? description.split(/ on | \(|,/)[0] ?? description;
}
