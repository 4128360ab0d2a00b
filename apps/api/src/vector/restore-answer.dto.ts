import { VECTOR_TABLES, type VectorTable } from '#libs/vector-backup';
import {
  ConstantProperty,
  FlagProperty,
  IntegerProperty,
  JsonProperty,
  NumberProperty,
  ObjectProperty,
  PartialMapProperty,
  TextListProperty,
  TextProperty,
  TimeProperty,
} from '../fields/properties.js';

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
