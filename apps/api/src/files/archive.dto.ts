import { ARCHIVE_FORMATS, type ArchiveFormat } from '#libs/files';
import { ChoiceField, ListField, TextField } from '../fields/field.js';
import { ChoiceProperty, IntegerProperty, TextProperty, TimeProperty } from '../fields/properties.js';
import { textShape } from '../fields/shapes.js';
import { TaskPath, taskIdShape } from '../http/task-path.dto.js';
import { BodyExample } from '../openapi/body-example.js';

const FORMAT = { default: 'zip', description: 'The format of the archive' } as const;
/** At most a few stars each: enough for every name of ours, too few to make the search slow. */
const PATTERN = textShape({
  max: 1_000,
  pattern: /^(?:[^*?]*[*?]{1,2}){0,5}[^*?]*$/,
  expected: {
    zh: ' 1 到 1000 个字符、最多五个 * 或 ? 的文件名',
    en: 'a file name of 1 to 1000 characters with at most five * or ?',
  },
});
const SELECTION = {
  max: 10_000,
  optional: true,
  description: 'Names as listed, or patterns such as *.ddl; without it, every file',
} as const;
const DELIVERIES = ['auto', 'direct', 'job'] as const;

@BodyExample<ArchiveRequest>({ archive_format: 'zip' })
export class ArchiveRequest {
  @ChoiceField(ARCHIVE_FORMATS, FORMAT)
  archive_format!: ArchiveFormat;

  @ListField(PATTERN, SELECTION)
  files?: string[];

  @ChoiceField(DELIVERIES, {
    default: 'auto',
    description: 'direct: the answer is the archive; job: a worker builds it; auto: direct up to 64 MB of files',
  })
  delivery!: (typeof DELIVERIES)[number];
}

@BodyExample<BatchArchiveRequest>({
  archive_format: 'zip',
  task_ids: ['task_20250627_143052'],
  files: ['qs_*_pair.json'],
})
export class BatchArchiveRequest {
  @ChoiceField(ARCHIVE_FORMATS, FORMAT)
  archive_format!: ArchiveFormat;

  @ListField(taskIdShape, { max: 200, description: 'The tasks whose files the archive holds' })
  task_ids!: string[];

  @ListField(PATTERN, SELECTION)
  files?: string[];
}

/** Path of the routes of one archive. */
export class ArchivePath extends TaskPath {
  @TextField({
    max: 36,
    pattern: /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
    expected: { zh: '压缩包的 archive_id', en: 'the archive_id of an archive' },
    description: 'Id of the archive',
    example: '0a6f9d3c-5b7e-4d1f-9a55-6b8f7c2d1e00',
  })
  archive_id!: string;
}

export class BuiltArchive {
  @TextProperty()
  archive_id!: string;

  @TextProperty()
  task_id!: string;

  @ChoiceProperty(['job'])
  delivery!: 'job';

  @ChoiceProperty(ARCHIVE_FORMATS)
  archive_format!: ArchiveFormat;

  @ChoiceProperty(['pending', 'running', 'completed', 'failed'])
  status!: 'pending' | 'running' | 'completed' | 'failed';

  @IntegerProperty()
  total_files!: number;

  @TextProperty()
  file_name!: string;

  @IntegerProperty({ nullable: true })
  file_size!: number | null;

  @TextProperty({ nullable: true })
  file_size_formatted!: string | null;

  @TextProperty({ nullable: true, description: 'SHA-256, hexadecimal' })
  content_hash!: string | null;

  @TextProperty({ nullable: true })
  error_message!: string | null;

  @TimeProperty()
  created_at!: string;

  @TimeProperty({ nullable: true })
  completed_at!: string | null;

  @TimeProperty()
  expires_at!: string;

  @TextProperty()
  status_url!: string;

  @TextProperty({ description: 'Serves the archive once its status is completed' })
  download_url!: string;
}
