import { ChoiceField, FlagField, IntegerField, ListField, QueryFlagField, TextField } from '../fields/field.js';
import { Rule } from '../fields/request-rule.js';
import { choiceShape } from '../fields/shapes.js';
import {
  VECTOR_OPERATION_KINDS,
  VECTOR_OPERATION_STATUSES,
  type VectorOperationKind,
  type VectorOperationStatus,
} from '#libs/database';
import {
  BACKUP_STORAGES,
  BACKUP_TIMESTAMP,
  BACKUP_TIMESTAMP_LENGTH,
  COMPRESSIONS,
  FORMATS,
  ON_CONFLICT,
  REBUILD_INDEXES,
  REQUIRED_TABLES,
  SCHEMA_NAME,
  VECTOR_TABLES,
  type BackupParameters,
  type RestoreParameters,
  type VerifyParameters,
  type VectorTable,
} from '#libs/vector-backup';
import { LimitField, OffsetField } from '../http/paging.js';
import { TASK_ID } from '../http/task-path.dto.js';
import { BodyExample } from '../openapi/body-example.js';

const CONNECTION = {
  min: 0,
  max: 2_000,
  format: 'password',
  nullable: true,
  description: 'postgresql://user:password@host:port/database; the configured vector database when absent',
} as const;
const ASYNC = { default: false, description: 'Answer 202 at once, with the id of the operation' } as const;
const OPERATION_ID = {
  max: 100,
  pattern: /^[a-z]+_[a-z]+_\d{8}_\d{6}(_\d+)?$/,
  expected: {
    zh: '操作 id，例如 vector_backup_20250721_234914',
    en: 'an operation id such as vector_backup_20250721_234914',
  },
};

/** Path of every route of one operation. */
export class OperationPath {
  @TextField({ ...OPERATION_ID, description: 'Id of the operation', example: 'vector_backup_20250721_234914' })
  operation_id!: string;
}

export class RemoveOperationQuery {
  @QueryFlagField({ default: false, description: 'Also the last verified backup of its folder' })
  include_backups!: boolean;
}

@Rule<BackupRequest>(
  'tables',
  {
    zh: 'truncate_vector_tables 时应包含 langchain_pg_collection 和 langchain_pg_embedding',
    en: 'expected langchain_pg_collection and langchain_pg_embedding with truncate_vector_tables',
  },
  ({ truncate_vector_tables: truncates, tables }) =>
    !truncates || REQUIRED_TABLES.every((table) => tables.includes(table)),
)
@Rule<BackupRequest>(
  'incremental',
  {
    zh: 'truncate_vector_tables 时应备份全部行，不能与 incremental 同时使用',
    en: 'expected a backup of all rows with truncate_vector_tables',
  },
  ({ truncate_vector_tables: truncates, incremental }) => !truncates || !incremental,
)
@BodyExample<BackupRequest>({ task_id: 'task_20250721_213627', truncate_vector_tables: false })
export class BackupRequest {
  /** Its form is checked with its folder, so that the answer has the sentence that clients know. */
  @TextField({
    min: 0,
    max: 1_000,
    nullable: true,
    description: 'Back up into the folder of this task; without it, into the folder of all',
  })
  task_id?: string | null;

  @TextField(CONNECTION)
  db_connection?: string | null;

  @FlagField({
    default: false,
    description: 'Empty langchain_pg_embedding and data_pipeline_records once they are backed up',
  })
  truncate_vector_tables!: boolean;

  @FlagField({ default: true, description: 'Truncating forces it' })
  backup_vector_tables!: boolean;

  @ChoiceField(FORMATS, { default: 'csv', description: 'binary is COPY BINARY: a third of the size' })
  format!: BackupParameters['format'];

  @ChoiceField(COMPRESSIONS, { default: 'none', description: 'Compression of the files' })
  compression!: BackupParameters['compression'];

  @ListField(choiceShape(VECTOR_TABLES), {
    max: VECTOR_TABLES.length,
    default: VECTOR_TABLES,
    description: 'The tables to back up; data_pipeline_records, if there is such a table',
  })
  tables!: VectorTable[];

  @IntegerField({
    min: 1,
    max: 8,
    nullable: true,
    description: 'Connections that read at a time, on one snapshot',
  })
  parallel?: number | null;

  @FlagField({
    default: false,
    description: 'Only rows that the newest backup of the folder does not have, and the keys of rows deleted since',
  })
  incremental!: boolean;

  @FlagField({ default: false, description: 'Restore the backup into a scratch schema afterwards, and compare' })
  verify!: boolean;

  @FlagField(ASYNC)
  async!: boolean;
}

const SOURCE_MISSING = {
  zh: '应给出 timestamp（和 backup_path），或只给 operation_id',
  en: 'expected timestamp (and backup_path), or operation_id alone',
};

const namesOneBackup = ({ timestamp: at, operation_id: id, backup_path: path }: VerifyRequest): boolean =>
  id === undefined ? at !== undefined : at === undefined && path === undefined;

@Rule<VerifyRequest>('timestamp', SOURCE_MISSING, namesOneBackup)
@BodyExample<VerifyRequest>({ timestamp: '20250722_010318' })
export class VerifyRequest {
  @TextField({
    min: 0,
    max: 500,
    optional: true,
    description: 'A relative_path of restore/list; the folder of all when absent',
  })
  backup_path?: string;

  @TextField({
    max: BACKUP_TIMESTAMP_LENGTH,
    pattern: BACKUP_TIMESTAMP,
    expected: {
      zh: '时间戳 YYYYMMDD_HHMMSS，同一秒的后续备份带 _2、_3……',
      en: 'a timestamp YYYYMMDD_HHMMSS, with _2, _3, … for further backups of one second',
    },
    optional: true,
    description: 'Needed without operation_id',
  })
  timestamp?: string;

  @TextField({ ...OPERATION_ID, optional: true, description: 'The backup that this operation made' })
  operation_id?: string;

  @ChoiceField(BACKUP_STORAGES, {
    default: 'auto',
    description: 'The storage to read: auto is the copy if the first storage does not have the backup any more',
  })
  storage!: VerifyParameters['storage'];

  @TextField(CONNECTION)
  db_connection?: string | null;

  @FlagField(ASYNC)
  async!: boolean;
}

@Rule<RestoreRequest>(
  'tables',
  {
    zh: 'truncate_before_restore 时 tables 中应有 langchain_pg_embedding：它引用集合表',
    en: 'expected langchain_pg_embedding in tables with truncate_before_restore: it refers to the collections',
  },
  ({ truncate_before_restore: truncates, tables }) =>
    !truncates || tables.length === 0 || tables.includes('langchain_pg_embedding'),
)
@BodyExample<RestoreRequest>({ backup_path: 'data_pipeline/training_data/vector_bak', timestamp: '20250722_010318' })
export class RestoreRequest extends VerifyRequest {
  @ListField(choiceShape(VECTOR_TABLES), {
    min: 0,
    max: VECTOR_TABLES.length,
    default: VECTOR_TABLES,
    description:
      'The tables to restore; data_pipeline_records, if the backup has it; nothing is restored for an empty list',
  })
  tables!: VectorTable[];

  @FlagField({ default: false, description: 'Empty the tables first, in the same transaction' })
  truncate_before_restore!: boolean;

  @ChoiceField(ON_CONFLICT, { default: 'error', description: 'For rows whose id the target has already' })
  on_conflict!: RestoreParameters['on_conflict'];

  @TextField({
    max: 63,
    pattern: SCHEMA_NAME,
    expected: {
      zh: '由字母、数字和 _ 组成且不以数字开头的名称（1 到 63 个字符）',
      en: 'a name of 1 to 63 letters, digits and _, not a digit first',
    },
    optional: true,
    description: 'Restore into this schema, which is made with its tables where it is absent',
  })
  schema?: string;

  @ChoiceField(REBUILD_INDEXES, { default: 'auto', description: 'Drop indexes for the load of an empty table' })
  rebuild_indexes!: RestoreParameters['rebuild_indexes'];

  @FlagField({ default: false, description: 'Read everything back before the commit and compare' })
  verify!: boolean;
}

export class ListBackupsQuery {
  @QueryFlagField({ default: false, description: 'Only backups in the folder of all' })
  global_only!: boolean;

  @TextField({ ...TASK_ID, optional: true, description: 'Only backups in the folder of this task' })
  task_id?: string;
}

export class ListOperationsQuery {
  @ChoiceField(VECTOR_OPERATION_KINDS, { optional: true, description: 'Only operations of this kind' })
  kind?: VectorOperationKind;

  @ChoiceField(VECTOR_OPERATION_STATUSES, { optional: true, description: 'Only operations with this status' })
  status?: VectorOperationStatus;

  @TextField({ max: 64, optional: true, description: 'Only operations on the folder of this task' })
  task_id?: string;

  @LimitField(200, 50)
  limit!: number;

  @OffsetField(1_000_000)
  offset!: number;
}
