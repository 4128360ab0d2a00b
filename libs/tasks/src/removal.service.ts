import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DomainError } from '#libs/domain-errors';
import { fileErrors, FileStore, TaskFilesService, type RemovedFolder } from '#libs/files';
import { STEP_NAMES } from '#libs/pipeline';
import { JobSchedulers } from '#libs/queue';
import { vectorBackupOf } from '#libs/step-files';
import { taskErrors } from './errors.js';
import { ExecutionRepository } from './execution.repository.js';
import { WHOLE_FOLDER } from './file-changes.service.js';
import { TaskRepository } from './task.repository.js';
import { TasksService } from './tasks.service.js';

export interface RemovalOptions {
  /** Only the folder goes. */
  readonly keepRecord: boolean;
  /** False: a task whose folder holds vector backups is refused. */
  readonly includeBackups: boolean;
}

export interface RemovedTask {
  readonly taskId: string;
  /** False when it had no folder. */
  readonly folderRemoved: boolean;
  readonly recordRemoved: boolean;
  readonly files: number;
  /** Bytes. */
  readonly size: number;
}

/** Times that a removal is announced before it is refused. */
const TRIES = 3;

/** Deleting tasks. */
@Injectable()
export class RemovalService {
  private readonly logger = new Logger(RemovalService.name);

  constructor(
    private readonly taskService: TasksService,
    private readonly taskRepository: TaskRepository,
    private readonly executionRepository: ExecutionRepository,
    private readonly fileStore: FileStore,
    private readonly taskFileService: TaskFilesService,
    private readonly schedulers: JobSchedulers,
  ) {}

  /**
   * Removes the folder of a task, and its rows with executions, logs and schedule unless `keepRecord`: then the task
   * stays as one that has not run yet. The removal is announced: if it is interrupted before its commit, the folder is put
   * back.
   * @throws DomainError `task_not_found`, `task_delete_while_running`, `task_has_backups`
   */
  async remove(taskId: string, { keepRecord, includeBackups }: RemovalOptions): Promise<RemovedTask> {
    let folder: RemovedFolder | null = null;
    const remove = async (manager: EntityManager): Promise<void> => {
      if (!includeBackups) {
        await this.requireNoBackups(taskId);
      }
      folder = await this.fileStore.removeFolder(taskId);
      await (keepRecord ? this.resetRecord(taskId, manager) : this.taskRepository.remove(manager, taskId));
    };
    try {
      await this.whileIdle(taskId, remove);
    } catch (error) {
      // The commit may have come through although its answer did not.
      if (folder === null || !(await this.isRemoved(taskId, keepRecord))) {
        throw error;
      }
    }
    await this.afterwards(taskId, folder, keepRecord);
    const files = (folder as RemovedFolder | null)?.files ?? [];
    return {
      taskId,
      folderRemoved: folder !== null,
      recordRemoved: !keepRecord,
      files: files.length,
      size: files.reduce((sum, { size }) => sum + size, 0),
    };
  }

  /** A run that begins at the same moment settles the announced removal: nothing is touched then, and the next try sees the run. */
  private async whileIdle(
    taskId: string,
    work: (manager: EntityManager) => Promise<void>,
    tries = TRIES,
  ): Promise<void> {
    const options = { refusal: taskErrors.task_delete_while_running, changes: [WHOLE_FOLDER], makesStale: [] };
    try {
      await this.taskService.whileIdle(taskId, work, options);
    } catch (error) {
      if (tries === 1 || !(error instanceof DomainError) || error.code !== fileErrors.file_change_overtaken.code) {
        throw error;
      }
      await this.whileIdle(taskId, work, tries - 1);
    }
  }

  private async isRemoved(taskId: string, keepRecord: boolean): Promise<boolean> {
    try {
      const found = await this.taskRepository.findState(taskId);
      return keepRecord ? (found?.task.filesDeletedAt ?? null) !== null : found === null;
    } catch {
      return false;
    }
  }

  /** The task as it was before its first run. */
  private async resetRecord(taskId: string, manager: EntityManager): Promise<void> {
    await this.taskFileService.forgetAll(taskId, manager);
    await this.executionRepository.supersede(manager, taskId, STEP_NAMES);
    await this.taskRepository.writeRollUp(manager, taskId, {
      status: 'pending',
      errorMessage: null,
      error: null,
      completedAt: null,
      staleSteps: [],
      isMarked: false,
    });
    await this.taskRepository.markFilesDeleted(manager, taskId);
  }

  private async requireNoBackups(taskId: string): Promise<void> {
    const found = (await this.fileStore.names(taskId)).map(vectorBackupOf).filter((timestamp) => timestamp !== null);
    const backups = [...new Set(found)];
    if (backups.length > 0) {
      const params = { taskId, backups: backups.join(', ') };
      throw new DomainError(taskErrors.task_has_backups, params, { details: { backups } });
    }
  }

  /** Later errors do not fail the removal: the task is deleted already, and the cleanup finds the rest. */
  private async afterwards(taskId: string, folder: RemovedFolder | null, keepRecord: boolean): Promise<void> {
    const works = [folder?.erase() ?? Promise.resolve()];
    if (!keepRecord) {
      works.push(this.schedulers.unscheduleRuns(taskId));
    }
    for (const result of await Promise.allSettled(works)) {
      if (result.status === 'rejected') {
        this.logger.warn(`after the removal of ${taskId}: ${String(result.reason)}`);
      }
    }
  }
}
