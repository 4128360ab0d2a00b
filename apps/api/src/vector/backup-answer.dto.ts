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
