import type { ProbeAnswer } from '../../libs/catalog/src/server.js';

/**
 * Answers to the probe of servers that do not run here. They are written from the documentation of the catalogs of each
 * product, not recorded; PostgreSQL 15 and 18 are asked themselves by integration tests.
 */

/** Columns by the version of PostgreSQL that brought them: chapter "System Catalogs" of each version's manual. */
const COLUMNS: Readonly<Record<number, readonly string[]>> = {
  9.5: ['pg_class.relrowsecurity', 'pg_policy.polname'],
  10: [
    'pg_attribute.attidentity',
    'pg_class.relispartition',
    'pg_class.relpartbound',
    'pg_sequence.seqrelid',
    'pg_statistic_ext.stxrelid',
    'pg_collation.collprovider',
  ],
  11: ['pg_proc.prokind', 'pg_constraint.conparentid', 'pg_index.indnkeyatts', 'pg_aggregate.aggfinalmodify'],
  12: ['pg_attribute.attgenerated', 'pg_collation.collisdeterministic'],
  13: ['pg_trigger.tgparentid', 'pg_statistic_ext.stxstattarget'],
  14: ['pg_attribute.attcompression', 'pg_range.rngmultitypid', 'pg_proc.prosqlbody'],
  15: ['pg_index.indnullsnotdistinct'],
  18: ['pg_constraint.conperiod'],
};

const OLD_FUNCTIONS = [
  'format_type',
  'has_column_privilege',
  'has_table_privilege',
  'pg_export_snapshot',
  'pg_get_constraintdef',
  'pg_get_expr',
  'pg_get_function_arguments',
  'pg_get_function_identity_arguments',
  'pg_get_functiondef',
  'pg_get_indexdef',
  'pg_get_ruledef',
  'pg_get_triggerdef',
  'pg_get_viewdef',
];
const NEWER_FUNCTIONS: Readonly<Record<number, readonly string[]>> = {
  9.3: ['pg_identify_object'],
  9.5: ['row_security_active'],
  10: ['pg_get_partkeydef', 'pg_get_statisticsobjdef'],
};

function until(version: number, byVersion: Readonly<Record<number, readonly string[]>>): string[] {
  return Object.entries(byVersion).flatMap(([since, names]) => (Number(since) <= version ? names : []));
}

/** @param catalogs the version of PostgreSQL whose catalogs it has */
function answer(description: string, catalogs: number, version: string): ProbeAnswer {
  return {
    database: 'shop',
    description,
    version,
    columns: until(catalogs, COLUMNS),
    functions: [...OLD_FUNCTIONS, ...until(catalogs, NEWER_FUNCTIONS)],
  };
}

const ON_LINUX = 'on x86_64-pc-linux-gnu, compiled by gcc';

export const postgres = (major: number): ProbeAnswer =>
  answer(`PostgreSQL ${major}.3 (Debian ${major}.3-1) ${ON_LINUX}`, major, `${major}0003`);

/** Greenplum 6 began from PostgreSQL 9.4, 7 from 12; both say so in `version()`. */
export const greenplum6 = answer(
  `PostgreSQL 9.4.26 (Greenplum Database 6.25.3 build commit:367edc6b4d) ${ON_LINUX}`,
  9.4,
  '90426',
);
export const greenplum7 = answer(
  `PostgreSQL 12.12 (Greenplum Database 7.1.0 build commit:e7c2b1f14b) ${ON_LINUX}`,
  12,
  '120012',
);

/** docs.opengauss.org, "System Catalogs": PG_CLASS without relispartition, PG_ATTRIBUTE without attidentity; row security. */
const gauss = answer(
  '(openGauss 5.0.0 build a07d57c3) compiled at 2023-03-29 03:37:13 on x86_64-unknown-linux-gnu',
  9.2,
  '90204',
);
export const openGauss: ProbeAnswer = {
  ...gauss,
  columns: ['pg_class.relrowsecurity', 'pg_proc.prokind'],
};

/** KingbaseES V8R6 has the catalogs of PostgreSQL 12 in pg_catalog, besides its own in sys_catalog. */
export const kingbase = answer(`KingbaseES V008R006C007B0012 ${ON_LINUX}`, 12, '120001');

/**
 * CockroachDB fills pg_catalog itself: cockroachdb/cockroach#60758 lists the columns, most of them empty; of the functions
 * that write definitions, those of rules, triggers and statistics are absent.
 */
const cockroachLike = answer(
  'CockroachDB CCL v23.1.11 (x86_64-pc-linux-gnu, built 2023/09/27, go1.19.13)',
  13,
  '130000',
);
export const cockroach: ProbeAnswer = {
  ...cockroachLike,
  functions: cockroachLike.functions.filter(
    (name) =>
      ![
        'pg_export_snapshot',
        'pg_get_ruledef',
        'pg_get_statisticsobjdef',
        'pg_get_triggerdef',
        'pg_identify_object',
        'row_security_active',
      ].includes(name),
  ),
};
