import { KEEP_REASONS, REMOVE_REASONS, type KeepReason, type RemoveReason } from '#libs/vector-backup';
import {
  ChoiceListProperty,
  ChoiceProperty,
  FlagProperty,
  IntegerProperty,
  NumberProperty,
  ObjectListProperty,
  ObjectProperty,
  TextProperty,
  TimeProperty,
} from '../fields/properties.js';

const RULE = { nullable: true, example: null } as const;

class RetentionRulesView {
  @IntegerProperty({ ...RULE, description: 'The newest ones (VECTOR_BACKUP_KEEP)' })
  keep!: number | null;

  @IntegerProperty({ ...RULE, description: 'Those that are not older (VECTOR_BACKUP_KEEP_DAYS)' })
  keep_days!: number | null;

  @IntegerProperty({ ...RULE, description: 'The newest of each of the last days with a backup' })
  keep_daily!: number | null;

  @IntegerProperty({ ...RULE, description: 'The newest of each of the last ISO weeks with a backup' })
  keep_weekly!: number | null;

  @IntegerProperty({ ...RULE, description: 'The newest of each of the last months with a backup' })
  keep_monthly!: number | null;
}

class RetainedBackupView {
  @TextProperty({ example: '20250721_234914' })
  timestamp!: string;

  @TimeProperty()
  created_at!: string;

  @NumberProperty({ description: 'Of all its files' })
  size_bytes!: number;

  @FlagProperty()
  keeps!: boolean;

  @ChoiceListProperty([...KEEP_REASONS, ...REMOVE_REASONS])
  reasons!: (KeepReason | RemoveReason)[];

  @TextProperty({ description: 'The reasons as a sentence' })
  explanation!: string;
}

class RetentionLocation {
  @ChoiceProperty(['global', 'task'])
  type!: 'global' | 'task';

  @TextProperty({ example: 'data_pipeline/training_data/vector_bak' })
  relative_path!: string;

  @TextProperty({ optional: true })
  task_id?: string;

  @ObjectListProperty(() => RetainedBackupView)
  backups!: RetainedBackupView[];
}

export class RetentionPreview {
  @ObjectProperty(() => RetentionRulesView, { description: 'A backup stays if any rule keeps it; null: not a rule' })
  rules!: RetentionRulesView;

  @TextProperty({ description: 'Of days, weeks and months', example: 'Asia/Shanghai' })
  time_zone!: string;

  @ObjectListProperty(() => RetentionLocation)
  locations!: RetentionLocation[];

  @IntegerProperty({ description: 'Backups that would be removed after the next backup of their location' })
  removed_backups!: number;

  @NumberProperty()
  removed_bytes!: number;
}
