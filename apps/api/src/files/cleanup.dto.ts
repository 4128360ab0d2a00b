import { CLEANUP_KINDS, type CleanupKind } from '#libs/files';
import { FlagField, IntegerField } from '../fields/field.js';
import {
  ChoiceProperty,
  FlagProperty,
  IntegerProperty,
  MapProperty,
  ObjectListProperty,
  TextListProperty,
  TextProperty,
  TimeProperty,
} from '../fields/properties.js';
import { NeedsBody } from '../http/needs-body.js';
import { BodyExample } from '../openapi/body-example.js';

@NeedsBody()
@BodyExample<CleanupRequest>({ days_to_keep: 30 })
export class CleanupRequest {
  @IntegerField({
    min: 0,
    max: 36_500,
    default: 30,
    description: 'Files that changed within these days stay',
  })
  days_to_keep!: number;

  @FlagField({ default: false, description: 'Dry run: only report what would be removed' })
  dry_run!: boolean;

  @FlagField({
    default: false,
    description: 'Also the outputs of the newest run of each step, and uploaded files',
  })
  include_newest_runs!: boolean;

  @FlagField({ default: false, description: 'Also backups of the vector tables in folders of tasks' })
  include_backups!: boolean;
}

class CleanedKind {
  @IntegerProperty()
  files!: number;

  @IntegerProperty()
  bytes!: number;
}

const KINDS = [...CLEANUP_KINDS, 'orphan'] as const;

class CleanedFileView {
  @TextProperty()
  task_id!: string;

  @TextProperty()
  file_name!: string;

  @ChoiceProperty(KINDS)
  kind!: CleanupKind | 'orphan';

  @IntegerProperty()
  file_size!: number;

  @TimeProperty()
  modified_at!: string;
}

export class CleanupView {
  @FlagProperty()
  dry_run!: boolean;

  @IntegerProperty()
  days_to_keep!: number;

  @TimeProperty()
  cutoff!: string;

  @IntegerProperty()
  tasks_examined!: number;

  @TextListProperty({ description: 'Left alone because they run' })
  tasks_running!: string[];

  @IntegerProperty()
  files_removed!: number;

  @IntegerProperty()
  bytes_freed!: number;

  @TextProperty()
  bytes_freed_formatted!: string;

  @MapProperty(() => CleanedKind)
  by_kind!: Record<string, CleanedKind>;

  @ObjectListProperty(() => CleanedFileView, { description: 'The first thousand' })
  files!: CleanedFileView[];
}
