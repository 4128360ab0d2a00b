import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { ArchiveEntity } from '#libs/database';
import { DomainError, errorText } from '#libs/domain-errors';
import { isRetryable, JobQueue } from '#libs/queue';
import { nullIfNotFound } from '../disk.js';
import { fileErrors } from '../errors.js';
import { FileStore, type StoredFile } from '../file-store.js';
import type { ArchiveFormat } from './archive-format.js';
import { ArchiveFolder } from './archive-folder.js';
import { ArchiveRepository } from './archive.repository.js';
import { createArchive } from './create-archive.js';
import { selectFiles } from './select-files.js';

/** How long a built archive can be downloaded. */
const LIFETIME_MS = 24 * 3_600_000;

/** Time that a request has to put its job into the queue before the sweep does it. */
const ENQUEUE_GRACE_MS = 10_000;

/** Chosen files of one task. */
export interface TaskSelection {
  readonly taskId: string;
  readonly files: readonly StoredFile[];
}

/** A built archive, ready to be sent. */
export interface OpenArchive {
  readonly archive: ArchiveEntity;
  readonly size: number;
  readonly modifiedAt: Date;
  stream(range?: { start: number; end: number }): Readable;
}

/** Archives of the files of tasks: streamed at once, or built by a worker. */
@Injectable()
export class ArchivesService {
  constructor(
    private readonly store: FileStore,
    private readonly folder: ArchiveFolder,
    private readonly rows: ArchiveRepository,
    private readonly queue: JobQueue,
  ) {}

  /**
   * The files that an archive would hold; an item of the selection has to fit a file of at least one task.
   * @throws DomainError `files_not_selected`, `archive_empty`
   */
  async select(taskIds: readonly string[], selection: readonly string[] | undefined): Promise<TaskSelection[]> {
    const all: (StoredFile & { readonly taskId: string })[] = [];
    for (const taskId of taskIds) {
      all.push(...(await this.store.list(taskId)).map((file) => ({ taskId, ...file })));
    }
    const chosen = selectFiles(all, selection);
    if (chosen.length === 0) {
      throw new DomainError(fileErrors.archive_empty);
    }
    return [...Map.groupBy(chosen, ({ taskId }) => taskId)].map(([taskId, files]) => ({ taskId, files }));
  }

  /** The archive as a stream; every task is a folder in it, so that several can be in one. */
  stream(format: ArchiveFormat, tasks: readonly TaskSelection[]): Readable {
    return createArchive(
      format,
      tasks.flatMap(({ taskId, files }) =>
        files.map((file) => ({
          path: `${taskId}/${file.name}`,
          size: file.size,
          modifiedAt: file.modifiedAt,
          open: () => this.store.open(taskId, file.name),
        })),
      ),
    );
  }

  /** Lets a worker build the archive. @throws DomainError `queue_unreachable` (nothing is left behind then) */
  async request(taskId: string, format: ArchiveFormat, selected: readonly TaskSelection[]): Promise<ArchiveEntity> {
    const archive = await this.rows.insert({
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
      await this.rows.remove(archive.archiveId);
      throw error;
    }
    return archive;
  }

  /**
   * Builds what was asked for; a second delivery of the job does the same again, or nothing.
   * @param lastAttempt a failure is final whatever it is.
   */
  async build(archiveId: string, lastAttempt: boolean): Promise<void> {
    const archive = await this.rows.find(archiveId);
    if (archive === null || archive.status === 'completed') {
      return;
    }
    const { taskId, format } = archive;
    await this.rows.set(archiveId, { status: 'running', errorMessage: null });
    try {
      const files = selectFiles(await this.store.list(taskId), archive.files);
      const { size, sha256 } = await this.folder.write(taskId, archiveId, this.stream(format, [{ taskId, files }]));
      await this.rows.set(archiveId, {
        status: 'completed',
        fileSize: size,
        contentHash: sha256,
        completedAt: new Date(),
      });
    } catch (error) {
      // What another try can cure stays "running" for the reader: the queue delivers it again.
      if (lastAttempt || !isRetryable(error)) {
        const errorMessage = error instanceof DomainError ? errorText(error, 'zh') : '构建失败，详情见工作进程日志';
        await this.rows.set(archiveId, { status: 'failed', errorMessage, completedAt: new Date() });
      }
      throw error;
    }
  }

  /** @throws DomainError `archive_not_found`, also after its time, or for another task */
  async find(taskId: string, archiveId: string): Promise<ArchiveEntity> {
    const archive = await this.rows.find(archiveId);
    if (archive === null || archive.taskId !== taskId || archive.expiresAt < new Date()) {
      throw new DomainError(fileErrors.archive_not_found, { archiveId });
    }
    return archive;
  }

  /** @throws DomainError `archive_not_found`, `archive_not_ready` */
  async open(taskId: string, archiveId: string): Promise<OpenArchive> {
    const archive = await this.find(taskId, archiveId);
    if (archive.status !== 'completed') {
      throw new DomainError(fileErrors.archive_not_ready, { archiveId, status: archive.status });
    }
    const stored = await this.folder.stat(taskId, archiveId).catch(nullIfNotFound);
    if (stored === null) {
      throw new DomainError(fileErrors.archive_not_found, { archiveId });
    }
    return {
      archive,
      size: stored.size,
      modifiedAt: stored.modifiedAt,
      stream: (range?: { start: number; end: number }) => this.folder.stream(taskId, archiveId, range),
    };
  }

  /**
   * Removes archives whose time is over, puts jobs that the queue has lost into it again, and ends what the queue has
   * given up (its workers kept dying) without anybody left to record it.
   */
  async sweep(now = new Date()): Promise<void> {
    for (const { taskId, archiveId } of await this.rows.expired(now)) {
      await this.folder.remove(taskId, archiveId);
      await this.rows.remove(archiveId);
    }
    for (const { archiveId } of await this.rows.unfinished(new Date(now.getTime() - ENQUEUE_GRACE_MS))) {
      if ((await this.queue.presenceOf('archives', archiveId)) === 'failed') {
        await this.rows.abandon(archiveId, errorText(new DomainError(fileErrors.archive_worker_lost), 'zh'));
      } else {
        // A job that is still there is not added a second time.
        await this.queue.enqueueArchive(archiveId);
      }
    }
  }
}
