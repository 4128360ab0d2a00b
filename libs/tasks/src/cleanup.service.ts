import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { TaskEntity } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { FileCleanupService, FileStore, type CleanupKind, type CleanupRules, type RemovableFile } from '#libs/files';
import { isBackupFile } from '#libs/step-files';
import { taskErrors } from './errors.js';
import { ExecutionRepository } from './execution.repository.js';
import { FileChangesService } from './file-changes.service.js';
import { TaskRepository } from './task.repository.js';
import { TasksService } from './tasks.service.js';

export interface CleanupRequest extends CleanupRules {
  /** Dry run: only reports what would be removed. */
  readonly dryRun: boolean;
}

export interface CleanedFile extends Omit<RemovableFile, 'kind'> {
  readonly taskId: string;
  /** `orphan`: the folder of a task that is not there any more. */
  readonly kind: CleanupKind | 'orphan';
}

interface CleanupReport {
  readonly tasksExamined: number;
  /** Left alone because they run. */
  readonly tasksRunning: readonly string[];
  readonly files: readonly CleanedFile[];
}

const PAGE = 200;
/** Folders of other names in the storage are none of ours. */
const TASK_FOLDER = /^task_\d{8}_\d{6}(_\d+)?$/;
/** A removal that takes longer than this was cut off. */
const TRASH_AGE_MS = 3_600_000;

/** Removes old files of all tasks. */
@Injectable()
export class CleanupService {
  constructor(
    private readonly taskService: TasksService,
    private readonly taskRepository: TaskRepository,
    private readonly executionRepository: ExecutionRepository,
    private readonly fileCleanupService: FileCleanupService,
    private readonly fileStore: FileStore,
    private readonly fileChangesService: FileChangesService,
  ) {}

  async run(request: CleanupRequest): Promise<CleanupReport> {
    const running: string[] = [];
    const cleaned: CleanedFile[] = [];
    let examined = 0;
    for (let page = await this.taskRepository.page('', PAGE); page.length > 0; page = await this.nextPage(page)) {
      const newest = await this.newestExecutions(page);
      for (const task of page) {
        examined += 1;
        const files = await this.cleanTask(task, request, newest);
        if (files === null) {
          running.push(task.taskId);
        } else {
          cleaned.push(...files.map((file) => ({ taskId: task.taskId, ...file })));
        }
      }
    }
    cleaned.push(...(await this.cleanOrphans(request)));
    if (!request.dryRun) {
      await this.fileChangesService.emptyTrash(new Date(Date.now() - TRASH_AGE_MS));
    }
    return { tasksExamined: examined, tasksRunning: running, files: cleaned };
  }

  private nextPage(page: readonly TaskEntity[]): Promise<TaskEntity[]> {
    return this.taskRepository.page(page.at(-1)?.taskId ?? '', PAGE);
  }

  /** Ids of the executions whose outputs count: the newest of each step, and the newest that completed. */
  private async newestExecutions(tasks: readonly TaskEntity[]): Promise<ReadonlySet<string>> {
    const taskIds = tasks.map(({ taskId }) => taskId);
    const newest = [
      ...(await this.executionRepository.newest(taskIds)),
      ...(await this.executionRepository.newest(taskIds, true)),
    ];
    return new Set(newest.map(({ executionId }) => executionId));
  }

  /** @returns what went, or null for a task that runs. */
  private async cleanTask(
    { taskId, status }: TaskEntity,
    request: CleanupRequest,
    newest: ReadonlySet<string>,
  ): Promise<RemovableFile[] | null> {
    if (status === 'in_progress') {
      return null;
    }
    const found = await this.fileCleanupService.find(taskId, request, newest);
    if (request.dryRun || found.length === 0) {
      return found;
    }
    try {
      const changes = found.map(({ name }) => name);
      const remove = (manager: EntityManager) => this.fileCleanupService.remove(taskId, found, manager);
      await this.taskService.whileIdle(taskId, remove, { changes, makesStale: [] });
      return found;
    } catch (error) {
      if (error instanceof DomainError && error.code === taskErrors.task_files_while_running.code) {
        return null;
      }
      if (error instanceof DomainError && error.code === taskErrors.task_not_found.code) {
        return [];
      }
      throw error;
    }
  }

  /** Vector backups outlive their task, unless they are asked for. */
  private async cleanOrphans({ before, dryRun, backups }: CleanupRequest): Promise<CleanedFile[]> {
    const old = (await this.fileStore.folders()).filter(
      ({ taskId, modifiedAt }) => TASK_FOLDER.test(taskId) && modifiedAt < before,
    );
    const known = await this.taskRepository.existing(old.map(({ taskId }) => taskId));
    const cleaned: CleanedFile[] = [];
    for (const { taskId } of old.filter((folder) => !known.has(folder.taskId))) {
      const all = await this.fileStore.list(taskId);
      const files = backups ? all : all.filter(({ name }) => !isBackupFile(name));
      cleaned.push(...files.map((file) => ({ taskId, ...file, kind: 'orphan' as const })));
      if (dryRun) {
        continue;
      }
      if (files.length === all.length) {
        await (await this.fileStore.removeFolder(taskId))?.erase();
        continue;
      }
      for (const { name } of files) {
        await this.fileStore.remove(taskId, name);
      }
    }
    return cleaned;
  }
}
