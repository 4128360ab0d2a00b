import { fileTimestamp } from '#libs/clock';
import { STEP_NAMES, type StepName } from '#libs/pipeline';

/*
 * Every file name, and every rule for one, that a step shares with another step, with the api or with a person.
 * A test keeps these names out of the rest of the tree.
 */

export const TABLE_LIST_FILE = 'table_list.txt';
export const TASK_CONFIG_FILE = 'task_config.json';
export const TASK_RESULT_FILE = 'task_result.json';
export const LOG_FILE = 'data_pipeline.log';

/** All tables in one file, for readers and `psql`; same content as the `.ddl` files. */
export const SCHEMA_SQL_FILE = 'schema.sql';
export const SCHEMA_STATE_FILE = 'schema_state.json';
export const SCHEMA_CHANGES_FILE = 'schema_changes.json';
export const FILENAME_MAPPING_FILE = 'filename_mapping.txt';
export const COMMENT_SOURCES_FILE = 'comment_sources.json';
export const METADATA_FILE = 'metadata.txt';
/** Describes the theme table itself, not a table of the business database. */
export const METADATA_DETAIL_FILE = 'metadata_detail.md';
export const DECISION_PROMPT_FILE = 'db_query_decision_prompt.txt';

/** What the tables mean, with evidence: people edit it, and later runs keep their edits. */
export const SEMANTIC_MODEL_FILE = 'semantic_model.yaml';
/** The same in the terms of Apache Ossie (Open Semantic Interchange). */
export const SEMANTIC_MODEL_OSI_FILE = 'semantic_model.osi.yaml';
/** Figures of the columns for charts, a table a line. */
export const COLUMN_PROFILES_FILE = 'column_profiles.jsonl';
/** The tables of each theme and their joins, as Mermaid text for readers. */
export const ER_DIAGRAMS_FILE = 'er_diagrams.md';

export const QA_SCOPE_FILE = 'qa_scope.json';
/** Questions that the self-check of training_load asks the store; they are not loaded. */
export const SELF_CHECK_QUESTIONS_FILE = 'self_check_questions.json';
/** Pairs that remedies of evaluations add: a pair file like an uploaded one. */
export const REMEDY_PAIRS_FILE = 'evaluation_remedies_pair.json';
/** What qa_generation has learnt from real SQL, and what is asked and not covered. */
export const LEARNT_QUERIES_FILE = 'learnt_queries.json';
export const QA_QUALITY_FILE = 'qa_quality.json';
/** Tasks of version 0.1 have it: kinds and sources by the text of the question. Pairs carry both themselves now. */
export const LEGACY_KINDS_FILE = 'qa_generation_kinds.json';

/** The evaluation as a page, as text and as data. */
export const EVALUATION_REPORT_FILES = {
  html: 'evaluation_report.html',
  markdown: 'evaluation_report.md',
  json: 'evaluation_report.json',
} as const;

/** Files that training_load exports for fine-tuning and evaluation. */
export const EXPORT_FILES = {
  chat: 'training_data.jsonl',
  questions: 'questions.json',
  tables: 'tables.json',
  /** Only where a task asks for it. */
  unanswerable: 'unanswerable_questions.json',
} as const;

const DDL_SUFFIX = '.ddl';
const DETAIL_SUFFIX = '_detail.md';
const MAX_DATABASE_BYTES = 120;

export function stepResultFileName(step: StepName): string {
  return `${step}_result.json`;
}

/** @param base see `fileBaseNames` */
export function relationFiles(base: string): { readonly ddl: string; readonly detail: string } {
  return { ddl: `${base}${DDL_SUFFIX}`, detail: `${base}${DETAIL_SUFFIX}` };
}

/** The document of the table whose DDL is in the file; null for a file of another kind. */
export function detailOfDdl(ddl: string): string | null {
  return ddl.endsWith(DDL_SUFFIX) ? relationFiles(ddl.slice(0, -DDL_SUFFIX.length)).detail : null;
}

/** The DDL of the table that the document is about; null for a file of another kind. */
export function ddlOfDetail(detail: string): string | null {
  return isDetailFile(detail) ? relationFiles(detail.slice(0, -DETAIL_SUFFIX.length)).ddl : null;
}

export function isDdlFile(name: string): boolean {
  return name.toLowerCase().endsWith(DDL_SUFFIX);
}

export function isDetailFile(name: string): boolean {
  return name.endsWith(DETAIL_SUFFIX);
}

/** `qs_{db}_{YYYYMMDD_HHMMSS}_pair.json`; characters that a file name cannot hold become `_`. */
export function pairFileName(database: string, startedAt: Date, timeZone: string): string {
  let name = database.replace(/[^\p{L}\p{N}_-]+/gu, '_');
  while (Buffer.byteLength(name) > MAX_DATABASE_BYTES) {
    name = [...name].slice(0, -1).join('');
  }
  return `qs_${name || 'database'}_${fileTimestamp(startedAt, timeZone)}_pair.json`;
}

/** Whether sql_validation and training_load read pairs from the file: by its suffix alone, whatever its origin. */
export function isPairFile(name: string): boolean {
  return /_pairs?\.(json|sql)$/i.test(name) && !isAside(name);
}

/** Whether qa_generation may read statements from the file: a log of PostgreSQL, as the server names it or as people do. */
export function isQueryLogFile(name: string): boolean {
  const isNamed = /\.log(\.\d+)?(\.gz)?$/i.test(name) || /(^postgresql-|_log)[^/]*\.(csv|json)(\.gz)?$/i.test(name);
  return isNamed && !isAside(name) && !isKeptCopy(name) && !isSystemFile(name) && !isOutputLog(name);
}

/** Whether it is a script of statements without questions. */
export function isSqlScript(name: string): boolean {
  const plain = name.replace(/\.gz$/i, '');
  return /\.sql$/i.test(plain) && !isPairFile(plain) && plain !== SCHEMA_SQL_FILE && !isAside(name);
}

/** Logs that steps write. */
function isOutputLog(name: string): boolean {
  return /^(sql_validation_.*_summary|file_modifications_.*)\.log$/i.test(name);
}

/** A pair file, or its backup, under a name that qa_generation gives. */
export function isGeneratedPairFile(name: string): boolean {
  return /^qs_.*_pair\.json(\.backup)?$/.test(name);
}

/** The pair file as it was before sql_validation rewrote it. */
export function backupOf(pairFile: string): string {
  return `${pairFile}.backup`;
}

/** `qs_intermediate_{ts}.json` */
export function intermediateFileName(startedAt: Date, timeZone: string): string {
  return `qs_intermediate_${fileTimestamp(startedAt, timeZone)}.json`;
}

interface ValidationFileNames {
  readonly summary: string;
  readonly report: string;
  readonly modifications: string;
}

export function validationFileNames(startedAt: Date, timeZone: string): ValidationFileNames {
  const stamp = fileTimestamp(startedAt, timeZone);
  return {
    summary: `sql_validation_${stamp}_summary.log`,
    report: `sql_validation_${stamp}_report.json`,
    modifications: `file_modifications_${stamp}.log`,
  };
}

/** The files of a task that become training data; everything else (metadata.txt, logs, backups) is not. */
export interface TrainingFiles {
  readonly ddl: readonly string[];
  readonly documentation: readonly string[];
  readonly pairs: readonly string[];
  /** The reports of sql_validation, newest first: their names hold the time. */
  readonly validationReports: readonly string[];
  /** SQL without questions, which only a person or a model could turn into pairs. */
  readonly ignored: readonly string[];
}

/** @param themes whether the description of the themes is one of the documents; it describes no table */
export function trainingFiles(names: readonly string[], { themes }: { readonly themes: boolean }): TrainingFiles {
  const aside = new Set(themes ? [ER_DIAGRAMS_FILE] : [ER_DIAGRAMS_FILE, METADATA_DETAIL_FILE]);
  const own = names.filter((name) => !isAside(name));
  return {
    ddl: own.filter(isDdlFile),
    documentation: own.filter((name) => /\.(md|markdown)$/i.test(name) && !aside.has(name)),
    pairs: own.filter(isPairFile),
    validationReports: own.filter((name) => /^sql_validation_.*_report\.json$/i.test(name)).toReversed(),
    ignored: own.filter(isSqlScript),
  };
}

const SYSTEM_FILES: ReadonlySet<string> = new Set([
  TASK_CONFIG_FILE,
  TASK_RESULT_FILE,
  TABLE_LIST_FILE,
  ...STEP_NAMES.map(stepResultFileName),
]);

/**
 * Whether the system around the steps writes the file: clients must not replace or delete it. Names of some file systems
 * know no case.
 */
export function isSystemFile(name: string): boolean {
  return SYSTEM_FILES.has(name.toLowerCase()) || isLogFile(name);
}

/** The log of the task and its rotated predecessors: they grow, so their hash is not recorded. */
export function isLogFile(name: string): boolean {
  return /^data_pipeline\.log(\.\d+)?$/i.test(name);
}

/** Copies of other data: exports of the vector tables, and files that complete runs of the Python original put aside. */
export function isBackupFile(name: string): boolean {
  return /^(vector_bak|file_bak_[^/]*)\//.test(name);
}

/** The time of the vector backup that a file in the folder of a task belongs to; null for every other file. */
export function vectorBackupOf(name: string): string | null {
  return (
    /^vector_bak\/(?:manifest|langchain_pg_[a-z]+|data_pipeline_records)_(\d{8}_\d{6}(?:_\d+)?)\./.exec(name)?.[1] ??
    null
  );
}

/** The copy that an upload with `overwrite_mode: backup` kept of the file before it. */
export function keptCopyOf(name: string, number: number): string {
  return `${name}_bak${number}`;
}

export function isKeptCopy(name: string): boolean {
  return /_bak\d+$/.test(name);
}

/** The name of the file that this is a copy of; null for a file that is no copy. */
export function originalOf(name: string): string | null {
  return isKeptCopy(name) ? name.replace(/_bak\d+$/, '') : null;
}

/** In a folder of its own, or a backup. */
function isAside(name: string): boolean {
  return /\/|\.backup/.test(name);
}
