import { z } from 'zod';
import { FILE_TYPES } from '#libs/database';
import { ARCHIVE_FORMATS, CLEANUP_KINDS, INTEGRITY_STATES, OVERWRITE_MODES } from '#libs/files';
import { queryNumber, stepName, taskIdParameter, timestamp } from '../http/schemas.js';
import { both } from '../http/both-languages.js';

const hash = z.string().describe('SHA-256, hexadecimal');

export const listFilesQuery = z.strictObject({
  limit: queryNumber(1, 10_000, 1_000),
  offset: queryNumber(0, 1_000_000_000, 0),
  file_type: z.enum(FILE_TYPES).optional().describe('Only files of this type'),
  folder: z.string().max(1000).optional().describe('Only files of this sub-folder; empty for the top level'),
  sort_by: z.enum(['file_name', 'file_size', 'modified_at']).default('file_name'),
  sort_order: z.enum(['asc', 'desc']).default('asc'),
});
export type ListFilesQuery = z.infer<typeof listFilesQuery>;

export const fileList = z.object({
  task_id: z.string(),
  files: z.array(
    z.object({
      file_name: z.string().describe('Path inside the folder of the task'),
      file_type: z.enum(FILE_TYPES),
      file_size: z.int(),
      file_size_formatted: z.string(),
      created_at: timestamp.nullable(),
      modified_at: timestamp,
      content_hash: hash.nullable().describe('SHA-256; null for files that nobody recorded, such as the log'),
      step_name: stepName.nullable(),
      is_primary: z.boolean(),
      download_url: z.string(),
    }),
  ),
  total: z.int().describe('Files that the filters match'),
  limit: z.int(),
  offset: z.int(),
  directory_info: z.object({
    exists: z.boolean(),
    total_files: z.int(),
    total_size: z.int(),
    total_size_formatted: z.string(),
    folders: z.array(z.string()).describe('Sub-folders that hold files'),
  }),
});
export type FileList = z.infer<typeof fileList>;

const archiveFormat = z.enum(ARCHIVE_FORMATS).default('zip');
/** At most a few stars each: enough for every name of ours, too few to make the search slow. */
const selection = z
  .array(
    z
      .string()
      .min(1)
      .max(1000)
      .regex(/^(?:[^*?]*[*?]{1,2}){0,5}[^*?]*$/, { error: both('最多五个 * 或 ?', 'expected at most five * or ?') }),
  )
  .min(1, { error: both('应至少有一个文件', 'expected at least one file') })
  .max(10_000)
  .describe('Names as listed, or patterns such as *.ddl; without it, every file');

export const archiveBody = z
  .strictObject({
    archive_format: archiveFormat,
    files: selection.optional(),
    delivery: z
      .enum(['auto', 'direct', 'job'])
      .default('auto')
      .describe('direct: the answer is the archive; job: a worker builds it; auto: direct up to 64 MB of files'),
  })
  .meta({ example: { archive_format: 'zip' } });
export type ArchiveBody = z.infer<typeof archiveBody>;

export const batchArchiveBody = z
  .strictObject({
    archive_format: archiveFormat,
    task_ids: z
      .array(taskIdParameter)
      .min(1, { error: both('应至少有一个任务', 'expected at least one task') })
      .max(200),
    files: selection.optional(),
  })
  .meta({ example: { archive_format: 'zip', task_ids: ['task_20250627_143052'], files: ['qs_*_pair.json'] } });
export type BatchArchiveBody = z.infer<typeof batchArchiveBody>;

export const builtArchive = z.object({
  archive_id: z.string(),
  task_id: z.string(),
  delivery: z.literal('job'),
  archive_format: z.enum(ARCHIVE_FORMATS),
  status: z.enum(['pending', 'running', 'completed', 'failed']),
  total_files: z.int(),
  file_name: z.string(),
  file_size: z.int().nullable(),
  file_size_formatted: z.string().nullable(),
  content_hash: hash.nullable(),
  error_message: z.string().nullable(),
  created_at: timestamp,
  completed_at: timestamp.nullable(),
  expires_at: timestamp,
  status_url: z.string(),
  download_url: z.string().describe('Serves the archive once its status is completed'),
});
export type BuiltArchive = z.infer<typeof builtArchive>;

export const integrityReport = z.object({
  task_id: z.string(),
  verdict: z.enum(['intact', 'damaged']).describe('damaged: a recorded file is missing or changed'),
  is_valid: z.boolean(),
  task_running: z.boolean().describe('While a task runs, its files change under the check'),
  summary: z.object({
    total: z.int(),
    ok: z.int(),
    missing: z.int(),
    changed: z.int(),
    unrecorded: z.int(),
  }),
  files: z.array(
    z.object({
      file_name: z.string(),
      state: z.enum(INTEGRITY_STATES),
      recorded_size: z.int().nullable(),
      recorded_hash: hash.nullable(),
      actual_size: z.int().nullable(),
      actual_hash: hash.nullable(),
    }),
  ),
  checked_at: timestamp,
});
export type IntegrityReport = z.infer<typeof integrityReport>;

export const cleanupBody = z
  .strictObject({
    days_to_keep: z.int().min(0).max(36_500).default(30).describe('Files that changed within these days stay'),
    dry_run: z.boolean().default(false).describe('Only say what would go'),
    include_newest_runs: z
      .boolean()
      .default(false)
      .describe('Also the outputs of the newest run of each step, and uploaded files'),
    include_backups: z.boolean().default(false).describe('Also backups of the vector tables in folders of tasks'),
  })
  .meta({ example: { days_to_keep: 30 } });
export type CleanupBody = z.infer<typeof cleanupBody>;

const cleanupKind = z.enum([...CLEANUP_KINDS, 'orphan']);

export const cleanupReport = z.object({
  dry_run: z.boolean(),
  days_to_keep: z.int(),
  cutoff: timestamp,
  tasks_examined: z.int(),
  tasks_running: z.array(z.string()).describe('Left alone because they run'),
  files_removed: z.int(),
  bytes_freed: z.int(),
  bytes_freed_formatted: z.string(),
  by_kind: z.record(z.string(), z.object({ files: z.int(), bytes: z.int() })),
  files: z
    .array(
      z.object({
        task_id: z.string(),
        file_name: z.string(),
        kind: cleanupKind,
        file_size: z.int(),
        modified_at: timestamp,
      }),
    )
    .describe('The first thousand'),
});
export type CleanupView = z.infer<typeof cleanupReport>;

export const overwriteMode = z.enum(OVERWRITE_MODES);

export const uploadedFile = z.object({
  success: z.literal(true),
  task_id: z.string(),
  skipped: z.boolean(),
  uploaded_file: z.object({
    filename: z.string(),
    size: z.int(),
    size_formatted: z.string(),
    content_hash: hash,
    uploaded_at: timestamp,
    overwrite_mode: overwriteMode,
    existed: z.boolean(),
    action: z.enum(['created', 'replaced', 'skipped']),
    download_url: z.string(),
  }),
  backup_info: z
    .object({
      had_existing_file: z.literal(true),
      backup_filename: z.string(),
      backup_version: z.int(),
      backup_created_at: timestamp,
    })
    .nullable(),
});
export type UploadedFileView = z.infer<typeof uploadedFile>;

export const deletedFile = z.object({
  task_id: z.string(),
  file_name: z.string(),
  deleted_size: z.int(),
  deleted_size_formatted: z.string(),
  deleted_at: timestamp,
});
