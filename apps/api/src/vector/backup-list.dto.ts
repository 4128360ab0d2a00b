import { COMPRESSIONS, COPY_STATES, FORMATS, type BackupParameters, type CopyState } from '#libs/vector-backup';
import {
  ChoiceProperty,
  FlagProperty,
  IntegerProperty,
  NumberProperty,
  ObjectListProperty,
  ObjectProperty,
  TextProperty,
  TimeProperty,
} from '../fields/properties.js';

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
