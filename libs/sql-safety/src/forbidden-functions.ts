/**
 * Functions that a query for training data has no business to call, although a read-only transaction lets most of them
 * through. A name is compared without its schema; a trailing `*` stands for any rest. Add to the lists freely.
 */
const FORBIDDEN_FUNCTIONS = {
  'waits or takes locks': ['pg_sleep*', 'pg_advisory_*', 'pg_try_advisory_*', 'pg_isolation_test_session_is_blocked'],
  'reads or writes files of the server': [
    'pg_read_file*',
    'pg_read_binary_file*',
    'pg_stat_file*',
    'pg_ls_*',
    'pg_file_*',
    'pg_logdir_ls',
    'pg_current_logfile',
    'pg_hba_file_rules',
    'pg_ident_file_mappings',
    'pg_show_all_file_settings',
    'lo_*',
    'loread',
    'lowrite',
    'pg_rotate_logfile*',
    'pg_import_system_collations',
  ],
  'opens connections or sends messages': [
    'dblink*',
    'pg_notify',
    'pg_listening_channels',
    'postgres_fdw_*',
    'http_*',
    'http',
    'net_http_*',
    'pg_background_*',
    'run_command_on_*',
    'citus_*',
    'master_*',
  ],
  'runs text as a statement': [
    'query_to_xml*',
    'cursor_to_xml*',
    'table_to_xml*',
    'schema_to_xml*',
    'database_to_xml*',
    'xpath_table',
    'xslt_process',
    'crosstab*',
    'connectby',
    'ts_stat',
    'ts_rewrite',
  ],
  'changes settings, sequences or the server': [
    'set_config',
    'nextval',
    'setval',
    'pg_reload_conf',
    'pg_terminate_backend',
    'pg_cancel_backend',
    'pg_promote',
    'pg_switch_wal',
    'pg_switch_xlog',
    'pg_backup_*',
    'pg_start_backup',
    'pg_stop_backup',
    'pg_wal_replay_*',
    'pg_export_snapshot',
    'pg_create_*',
    'pg_drop_*',
    'pg_copy_*',
    'pg_replication_*',
    'pg_logical_*',
    'pg_sync_replication_slots',
    'pg_stat_reset*',
    'pg_stat_statements_reset',
    'pg_stat_clear_snapshot',
    'pg_stat_force_next_flush',
    'pg_restore_*_stats',
    'pg_clear_*_stats',
    'pg_log_backend_memory_contexts',
    'pg_log_standby_snapshot',
    'pg_prewarm',
    'pg_buffercache_evict*',
    'pg_nextoid',
    'pg_stop_making_pinned_objects',
    'pg_extension_config_dump',
    'binary_upgrade_*',
    'brin_summarize_*',
    'brin_desummarize_range',
    'gin_clean_pending_list',
    'cron_*',
  ],
  'takes a transaction number or looks into transactions': [
    'txid_*',
    'pg_current_xact_id*',
    'pg_xact_*',
    'pg_get_wal_*',
    'pg_walinspect*',
  ],
  'shows what other sessions do or what is secret': [
    'pg_stat_get_activity',
    'pg_stat_get_wal_*',
    'pg_show_all_settings',
    'pg_stat_get_backend_*',
    'pg_get_backend_memory_contexts',
    'pg_get_shmem_allocations*',
    'pg_config',
    'get_raw_page',
    'heap_page_*',
    'bt_page_*',
    'current_setting',
    'inet_server_*',
    'inet_client_*',
  ],
} as const satisfies Record<string, readonly string[]>;

/** Schemas whose every function is refused: extensions that act on the outside. */
const FORBIDDEN_SCHEMAS = [
  'dblink',
  'net',
  'cron',
  'aws_s3',
  'aws_lambda',
  'aws_commons',
  'dbms_pipe',
  'dbms_alert',
  'utl_file',
  'azure_storage',
  'azure_ai',
  'ai',
];

/** Relations of the system that hold secrets or show files of the server. */
export const FORBIDDEN_RELATIONS = [
  'pg_authid',
  'pg_shadow',
  'pg_user_mapping',
  'pg_user_mappings',
  'pg_largeobject',
  'pg_hba_file_rules',
  'pg_ident_file_mappings',
  'pg_file_settings',
  'pg_settings',
  'pg_config',
  'pg_stat_activity',
  'pg_stat_ssl',
  'pg_stat_gssapi',
  'pg_stat_replication',
  'pg_stat_wal_receiver',
  'pg_stat_statements',
  'pg_foreign_server',
  'foreign_server_options',
  'user_mapping_options',
  'pg_db_role_setting',
  'pg_subscription',
  'pg_statistic',
  'pg_statistic_ext_data',
];

function patternOf(names: readonly string[]): RegExp {
  return new RegExp(`^(?:${names.map((name) => name.replaceAll('*', '.*')).join('|')})$`);
}

const groups = Object.entries(FORBIDDEN_FUNCTIONS).map(([why, names]) => ({ why, pattern: patternOf(names) }));

/** Statements call the same few functions; a hostile one may name many, so the memory is bounded. */
const verdicts = new Map<string, string | null>();
const MAX_VERDICTS = 1000;

/**
 * Why the function may not be called, or null.
 * @param name the name's parts as the parser has them: unquoted, schema first.
 */
export function whyForbidden(name: readonly string[]): string | null {
  const key = name.join('\0');
  let verdict = verdicts.get(key);
  if (verdict === undefined) {
    verdict = findReason(name);
    if (verdicts.size < MAX_VERDICTS) {
      verdicts.set(key, verdict);
    }
  }
  return verdict;
}

function findReason(name: readonly string[]): string | null {
  const [schema = '', bare = ''] = ['', ...name].slice(-2).map((part) => part.toLowerCase());
  if (FORBIDDEN_SCHEMAS.includes(schema)) {
    return 'belongs to an extension that acts on the outside';
  }
  return groups.find(({ pattern }) => pattern.test(bare))?.why ?? null;
}
