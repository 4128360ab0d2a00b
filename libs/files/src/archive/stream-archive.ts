import type { Readable } from 'node:stream';
import type { FileStore, StoredFile } from '../file-store.js';
import type { ArchiveFormat } from './archive-format.js';
import { createArchive } from './create-archive.js';

/** Chosen files of one task. */
export interface TaskSelection {
  readonly taskId: string;
  readonly files: readonly StoredFile[];
}

/** The archive as a stream; every task is a folder in it, so that several can be in one. */
export function streamArchive(store: FileStore, format: ArchiveFormat, tasks: readonly TaskSelection[]): Readable {
  return createArchive(
    format,
    tasks.flatMap(({ taskId, files }) =>
      files.map((file) => ({
        path: `${taskId}/${file.name}`,
        size: file.size,
        modifiedAt: file.modifiedAt,
        open: () => store.open(taskId, file.name),
      })),
    ),
  );
}
