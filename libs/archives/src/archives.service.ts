import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { ArchiveEntity } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import {
  ArchiveFolder,
  fileErrors,
  FileStore,
  selectFiles,
  streamArchive,
  type ArchiveFormat,
  type ByteRange,
  type StoredFile,
  type TaskSelection,
} from '#libs/files';
import { JobQueue } from '#libs/queue';
import { ArchiveRepository } from './archive.repository.js';
import { ArchiveTable } from './archive.table.js';
import { archiveErrors } from './errors.js';

/** How long a built archive can be downloaded. */
const LIFETIME_MS = 24 * 3_600_000;

/** A built archive, ready to be sent. */
interface OpenArchive {
  readonly archive: ArchiveEntity;
  readonly size: number;
  readonly modifiedAt: Date;
  stream(range?: ByteRange): Readable;
}

/** Archives of the files of tasks: streamed at once, or built by a worker. */
@Injectable()
export class ArchivesService {
  constructor(
    private readonly fileStore: FileStore,
    private readonly archiveFolder: ArchiveFolder,
    private readonly archiveRepository: ArchiveRepository,
    private readonly archiveTable: ArchiveTable,
    private readonly queue: JobQueue,
  ) {}

  /**
   * The files that an archive would hold; an item of the selection has to fit a file of at least one task.
   * @throws DomainError `files_not_selected`, `archive_empty`
   */
  async select(taskIds: readonly string[], selection: readonly string[] | undefined): Promise<TaskSelection[]> {
    const all: (StoredFile & { readonly taskId: string })[] = [];
    for (const taskId of taskIds) {
      all.push(...(await this.fileStore.list(taskId)).map((file) => ({ taskId, ...file })));
    }
    const chosen = selectFiles(all, selection);
    if (chosen.length === 0) {
      throw new DomainError(archiveErrors.archive_empty);
    }
    return [...Map.groupBy(chosen, ({ taskId }) => taskId)].map(([taskId, files]) => ({ taskId, files }));
  }

  /** The archive as a stream; every task is a folder in it, so that several can be in one. */
  stream(format: ArchiveFormat, tasks: readonly TaskSelection[]): Readable {
    return streamArchive(this.fileStore, format, tasks);
  }

  /** Lets a worker build the archive. @throws DomainError `queue_unreachable` (nothing is left behind then) */
  async request(taskId: string, format: ArchiveFormat, selected: readonly TaskSelection[]): Promise<ArchiveEntity> {
    const archive = await this.archiveRepository.insert({
      archiveId: randomUUID(),
      taskId,
      format,
      files: selected.flatMap(({ files }) => files.map(({ name }) => name)),
      fileName: `${taskId}.${format}`,
      expiresAt: new Date(Date.now() + LIFETIME_MS),
    });
    try {
      await this.queue.enqueueArchive(archive.archiveId);
    } catch (error) {
      await this.archiveTable.withdraw(archive.archiveId);
      throw error;
    }
    return archive;
  }

  /** @throws DomainError `archive_not_found`, also when it has expired or belongs to another task */
  async find(taskId: string, archiveId: string): Promise<ArchiveEntity> {
    const archive = await this.archiveTable.find(archiveId);
    if (archive === null || archive.taskId !== taskId || archive.expiresAt < new Date()) {
      throw new DomainError(archiveErrors.archive_not_found, { archiveId });
    }
    return archive;
  }

  /** @throws DomainError `archive_not_found`, `archive_not_ready` */
  async open(taskId: string, archiveId: string): Promise<OpenArchive> {
    const archive = await this.find(taskId, archiveId);
    if (archive.status !== 'completed') {
      throw new DomainError(archiveErrors.archive_not_ready, { archiveId, status: archive.status });
    }
    const { size, modifiedAt } = await this.archiveFolder.stat(taskId, archiveId).catch((error: unknown) => {
      throw error instanceof DomainError && error.code === fileErrors.file_not_found.code
        ? new DomainError(archiveErrors.archive_not_found, { archiveId })
        : error;
    });
    return { archive, size, modifiedAt, stream: (range) => this.archiveFolder.stream(taskId, archiveId, range) };
  }

  /** Removes the archives that have expired, with their files. */
  async removeExpired(now = new Date()): Promise<void> {
    for (const { taskId, archiveId } of await this.archiveRepository.expired(now)) {
      await this.archiveFolder.remove(taskId, archiveId);
      await this.archiveRepository.remove(archiveId);
    }
  }
}
