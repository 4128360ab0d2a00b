import { FILE_TYPES, type FileType } from '#libs/database';
import { INTEGRITY_STATES, OVERWRITE_MODES, type IntegrityState, type OverwriteMode } from '#libs/files';
import { STEP_NAMES, type StepName } from '#libs/pipeline';
import { ChoiceField, TextField } from '../fields/field.js';
import {
  ChoiceProperty,
  ConstantProperty,
  FlagProperty,
  IntegerProperty,
  ObjectListProperty,
  ObjectProperty,
  TextListProperty,
  TextProperty,
  TimeProperty,
} from '../fields/properties.js';
import { LimitField, OffsetField, SORT_ORDERS, type SortOrder } from '../http/paging.js';

const HASH = { description: 'SHA-256, hexadecimal' } as const;
const HASH_OR_NULL = { ...HASH, nullable: true } as const;
const SORT_FIELDS = ['file_name', 'file_size', 'modified_at'] as const;

export class ListFilesQuery {
  @LimitField(10_000, 1_000)
  limit!: number;

  @OffsetField()
  offset!: number;

  @ChoiceField(FILE_TYPES, { optional: true, description: 'Only files of this type' })
  file_type?: FileType;

  @TextField({
    min: 0,
    max: 1_000,
    optional: true,
    description: 'Only files of this sub-folder; empty for the top level',
  })
  folder?: string;

  @ChoiceField(SORT_FIELDS, { default: 'file_name', description: 'The field that sorts the files' })
  sort_by!: (typeof SORT_FIELDS)[number];

  @ChoiceField(SORT_ORDERS, { default: 'asc', description: 'asc: from the least; desc: from the greatest' })
  sort_order!: SortOrder;
}

export class FileView {
  @TextProperty({ description: 'Path inside the folder of the task' })
  file_name!: string;

  @ChoiceProperty(FILE_TYPES)
  file_type!: FileType;

  @IntegerProperty()
  file_size!: number;

  @TextProperty()
  file_size_formatted!: string;

  @TimeProperty({ nullable: true })
  created_at!: string | null;

  @TimeProperty()
  modified_at!: string;

  @TextProperty({ nullable: true, description: 'SHA-256; null for files that are not recorded, such as the log' })
  content_hash!: string | null;

  @ChoiceProperty(STEP_NAMES, { nullable: true })
  step_name!: StepName | null;

  @FlagProperty()
  is_primary!: boolean;

  @TextProperty()
  download_url!: string;
}

class DirectoryInfo {
  @FlagProperty()
  exists!: boolean;

  @IntegerProperty()
  total_files!: number;

  @IntegerProperty()
  total_size!: number;

  @TextProperty()
  total_size_formatted!: string;

  @TextListProperty({ description: 'Sub-folders that hold files' })
  folders!: string[];
}

export class FileList {
  @TextProperty()
  task_id!: string;

  @ObjectListProperty(() => FileView)
  files!: FileView[];

  @IntegerProperty({ description: 'Files that the filters match' })
  total!: number;

  @IntegerProperty()
  limit!: number;

  @IntegerProperty()
  offset!: number;

  @ObjectProperty(() => DirectoryInfo)
  directory_info!: DirectoryInfo;
}

class IntegritySummary {
  @IntegerProperty()
  total!: number;

  @IntegerProperty()
  ok!: number;

  @IntegerProperty()
  missing!: number;

  @IntegerProperty()
  changed!: number;

  @IntegerProperty()
  unrecorded!: number;
}

class FileIntegrity {
  @TextProperty()
  file_name!: string;

  @ChoiceProperty(INTEGRITY_STATES)
  state!: IntegrityState;

  @IntegerProperty({ nullable: true })
  recorded_size!: number | null;

  @TextProperty(HASH_OR_NULL)
  recorded_hash!: string | null;

  @IntegerProperty({ nullable: true })
  actual_size!: number | null;

  @TextProperty(HASH_OR_NULL)
  actual_hash!: string | null;
}

export class IntegrityReport {
  @TextProperty()
  task_id!: string;

  @ChoiceProperty(['intact', 'damaged'], { description: 'damaged: a recorded file is missing or changed' })
  verdict!: 'intact' | 'damaged';

  @FlagProperty()
  is_valid!: boolean;

  @FlagProperty({ description: 'While a task runs, its files change under the check' })
  task_running!: boolean;

  @ObjectProperty(() => IntegritySummary)
  summary!: IntegritySummary;

  @ObjectListProperty(() => FileIntegrity)
  files!: FileIntegrity[];

  @TimeProperty()
  checked_at!: string;
}

class UploadedFileInfo {
  @TextProperty()
  filename!: string;

  @IntegerProperty()
  size!: number;

  @TextProperty()
  size_formatted!: string;

  @TextProperty(HASH)
  content_hash!: string;

  @TimeProperty()
  uploaded_at!: string;

  @ChoiceProperty(OVERWRITE_MODES)
  overwrite_mode!: OverwriteMode;

  @FlagProperty()
  existed!: boolean;

  @ChoiceProperty(['created', 'replaced', 'skipped'])
  action!: 'created' | 'replaced' | 'skipped';

  @TextProperty()
  download_url!: string;
}

class ReplacedFile {
  @ConstantProperty(true)
  had_existing_file!: true;

  @TextProperty()
  backup_filename!: string;

  @IntegerProperty()
  backup_version!: number;

  @TimeProperty()
  backup_created_at!: string;
}

export class UploadedFileView {
  @ConstantProperty(true)
  success!: true;

  @TextProperty()
  task_id!: string;

  @FlagProperty()
  skipped!: boolean;

  @ObjectProperty(() => UploadedFileInfo)
  uploaded_file!: UploadedFileInfo;

  @ObjectProperty(() => ReplacedFile, { nullable: true })
  backup_info!: ReplacedFile | null;
}

export class DeletedFile {
  @TextProperty()
  task_id!: string;

  @TextProperty()
  file_name!: string;

  @IntegerProperty()
  deleted_size!: number;

  @TextProperty()
  deleted_size_formatted!: string;

  @TimeProperty()
  deleted_at!: string;
}
