import { VECTOR_OPERATION_STATUSES, type VectorOperationStatus } from '#libs/database';
import {
  COMPRESSIONS,
  COPY_STATES,
  FORMATS,
  VECTOR_TABLES,
  type BackupParameters,
  type CopyState,
  type VectorTable,
} from '#libs/vector-backup';
import {
  ChoiceProperty,
  ConstantProperty,
  FlagProperty,
  IntegerProperty,
  JsonProperty,
  NumberProperty,
  ObjectListProperty,
  ObjectProperty,
  PartialMapProperty,
  TextListProperty,
  TextProperty,
  TimeProperty,
} from '../fields/properties.js';

class BackedUpTable {
  @ConstantProperty(true)
  success!: true;

  @IntegerProperty()
  row_count!: number;

  @TextProperty({ example: '764.0 KB' })
  file_size!: string;

  @IntegerProperty()
  file_size_bytes!: number;

  @TextProperty()
  backup_file!: string;

  @TextProperty()
  sha256!: string;

  @NumberProperty()
  duration!: number;
}

class Increment {
  @TextProperty()
  base_timestamp!: string;

  @TextProperty()
  deleted_file!: string;

  @IntegerProperty()
  deleted_rows!: number;

  @IntegerProperty({ description: 'Of the table, at the snapshot' })
  total_rows!: number;
}

export class BackupAnswer {
  @TextProperty()
  response!: string;

  @TextProperty({ optional: true })
  operation_id?: string;

  @FlagProperty()
  backup_performed!: boolean;

  @FlagProperty()
  truncate_performed!: boolean;

  @TextProperty({ optional: true })
  backup_directory?: string;

  @TextProperty({ optional: true })
  backup_timestamp?: string;

  @TextProperty({ optional: true })
  manifest_file?: string;

  @TextProperty({
    optional: true,
    nullable: true,
    description: 'The log of this backup; null: it could not be written',
  })
  log_file?: string | null;

  @PartialMapProperty(VECTOR_TABLES, () => BackedUpTable, { optional: true })
  tables_backed_up?: Partial<Record<VectorTable, BackedUpTable>>;

  @JsonProperty({ optional: true })
  truncate_results?: Record<string, unknown>;

  @TextProperty({ nullable: true, optional: true, description: 'Of the key of its files; null: not encrypted' })
  encryption_key_id?: string | null;

  @ObjectProperty(() => Increment, { nullable: true, optional: true, description: 'null: a backup of all rows' })
  incremental?: Increment | null;

  @TextListProperty({ optional: true })
  errors?: string[];

  @NumberProperty({ optional: true, description: 'Seconds' })
  duration?: number;

  @TimeProperty()
  timestamp!: string;
}

export class StartedOperation {
  @TextProperty()
  response!: string;

  @TextProperty()
  operation_id!: string;

  @ChoiceProperty(VECTOR_OPERATION_STATUSES)
  status!: VectorOperationStatus;

  @TextProperty()
  operation_url!: string;

  @TimeProperty()
  timestamp!: string;
}

class RestoredBackup {
  @TextProperty()
  backup_path!: string;

  @TextProperty()
  timestamp!: string;

  @TextProperty()
  backup_date!: string;
}

class RestoredTable {
  @ConstantProperty(true)
  success!: true;

  @TextProperty()
  source_file!: string;

  @IntegerProperty()
  rows_restored!: number;

  @IntegerProperty()
  rows_skipped!: number;

  @TextProperty()
  file_size!: string;

  @NumberProperty()
  duration!: number;
}

export class RestoreAnswer {
  @TextProperty()
  response!: string;

  @TextProperty({ optional: true })
  operation_id?: string;

  @FlagProperty()
  restore_performed!: boolean;

  @FlagProperty()
  truncate_performed!: boolean;

  @ObjectProperty(() => RestoredBackup, { optional: true })
  backup_info?: RestoredBackup;

  @JsonProperty({ optional: true })
  truncate_results?: Record<string, unknown>;

  @PartialMapProperty(VECTOR_TABLES, () => RestoredTable, { optional: true })
  restore_results?: Partial<Record<VectorTable, RestoredTable>>;

  @TextListProperty({ optional: true })
  indexes_rebuilt?: string[];

  @JsonProperty({ nullable: true, optional: true })
  verification?: Record<string, unknown> | null;

  @TextListProperty({ optional: true })
  errors?: string[];

  @NumberProperty({ optional: true })
  duration?: number;

  @TimeProperty()
  timestamp!: string;
}

class VerifiedTable {
  @IntegerProperty()
  rows!: number;

  @FlagProperty()
  content_compared!: boolean;
}

export class VerifyAnswer {
  @TextProperty()
  response!: string;

  @TextProperty()
  operation_id!: string;

  @ConstantProperty(true)
  verified!: true;

  @TimeProperty()
  verified_at!: string;

  @PartialMapProperty(VECTOR_TABLES, () => VerifiedTable)
  tables!: Partial<Record<VectorTable, VerifiedTable>>;

  @TextListProperty({ description: 'Columns that a restore into an empty database refuses to recreate' })
  not_recreated!: string[];

  @TextProperty({ nullable: true, description: 'Of the key of its files; null: they are not encrypted' })
  encryption_key_id!: string | null;

  @TextListProperty({ description: 'What a person should look at' })
  errors!: string[];

  @NumberProperty({ description: 'Seconds that a restore needs to check and load the files, without indexes' })
  restore_seconds!: number;

  @NumberProperty()
  duration!: number;

  @TimeProperty()
  timestamp!: string;
}

class BackupCopy {
  @ChoiceProperty(COPY_STATES, { description: 'verified: every file has the hash of the manifest' })
  state!: CopyState['state'];

  @TimeProperty({ nullable: true })
  copied_at!: string | null;

  @TextProperty({ nullable: true, description: 'Why there is no copy yet' })
  problem!: string | null;
}

class ListedBackup {
  @TextProperty()
  timestamp!: string;

  @TextProperty()
  collection_file!: string;

  @TextProperty()
  embedding_file!: string;

  @TextProperty()
  collection_size!: string;

  @TextProperty()
  embedding_size!: string;

  @TextProperty()
  backup_date!: string;

  @ChoiceProperty(FORMATS)
  format!: BackupParameters['format'];

  @ChoiceProperty(COMPRESSIONS)
  compression!: BackupParameters['compression'];

  @TextProperty({ nullable: true, description: 'Of the key of its files; null: not encrypted' })
  encryption_key_id!: string | null;

  @FlagProperty({ description: 'false: the service lacks the key, and problem tells what to set' })
  can_decrypt!: boolean;

  @FlagProperty()
  has_log!: boolean;

  @TextProperty({ nullable: true })
  log_file!: string | null;

  @FlagProperty()
  has_manifest!: boolean;

  @FlagProperty({ description: 'Restored together with the backups that it is based on' })
  incremental!: boolean;

  @TextProperty({ nullable: true, description: 'Of an incremental backup: the backup that it is based on' })
  base_timestamp!: string | null;

  @NumberProperty({ description: 'Of its data files' })
  size_bytes!: number;

  @TimeProperty()
  created_at!: string;

  @NumberProperty({
    nullable: true,
    description: 'That a restore gives, with those of its bases; null without a manifest',
  })
  rows!: number | null;

  @FlagProperty()
  verified!: boolean;

  @TimeProperty({ nullable: true, description: 'Of the newest verification, unless a later one found it bad' })
  verified_at!: string | null;

  @NumberProperty({ nullable: true, description: 'Seconds to check and load the files, as the verification measured' })
  restore_seconds!: number | null;

  @TimeProperty({ nullable: true, description: 'When a verification found it bad; null if the newest one did not' })
  damaged_at!: string | null;

  @ChoiceProperty(['first', 'copy'], { description: 'copy: only the second storage has it' })
  storage!: 'first' | 'copy';

  @ObjectProperty(() => BackupCopy, { nullable: true, description: 'On the second storage; null: there is none' })
  copy!: BackupCopy | null;

  @FlagProperty({ description: 'Every file that the manifest lists is there in its size, and no other' })
  complete!: boolean;

  @TextProperty({
    nullable: true,
    description: 'The manifest or the files that are wrong, or what a verification found',
  })
  problem!: string | null;
}

export class BackupLocationView {
  @ChoiceProperty(['global', 'task'])
  type!: 'global' | 'task';

  @TextProperty({ example: 'data_pipeline/training_data/vector_bak' })
  relative_path!: string;

  @TextProperty({ optional: true })
  task_id?: string;

  @ObjectListProperty(() => ListedBackup)
  backups!: ListedBackup[];
}

class BackupSummary {
  @IntegerProperty()
  total_locations!: number;

  @IntegerProperty()
  total_backup_sets!: number;

  @IntegerProperty()
  global_backups!: number;

  @IntegerProperty()
  task_backups!: number;

  @TextProperty({ nullable: true, description: 'Cron expression of scheduled backups (VECTOR_BACKUP_SCHEDULE)' })
  schedule!: string | null;

  @TextProperty({
    nullable: true,
    description: 'Cron expression of the verifications of old backups (VECTOR_BACKUP_VERIFY_SCHEDULE)',
  })
  verify_schedule!: string | null;

  @IntegerProperty({
    nullable: true,
    description: 'The newest backups that each location keeps (VECTOR_BACKUP_KEEP); see /vector/retention',
  })
  keep!: number | null;

  @IntegerProperty({
    nullable: true,
    description: 'Backups without a verified copy on the second storage (VECTOR_BACKUP_COPY_URL); null: there is none',
  })
  copies_missing!: number | null;

  @TimeProperty()
  scan_time!: string;
}

export class BackupList {
  @TextProperty()
  response!: string;

  @ObjectListProperty(() => BackupLocationView)
  backup_locations!: BackupLocationView[];

  @ObjectProperty(() => BackupSummary)
  summary!: BackupSummary;

  @TimeProperty()
  timestamp!: string;
}
