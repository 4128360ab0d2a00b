import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '#libs/domain-errors';
import { FileStore, TaskFilesService, type RemovedFolder } from '#libs/files';
import { STEP_NAMES } from '#libs/pipeline';
import { JobSchedulers } from '#libs/queue';
import { vectorBackupOf } from '#libs/step-files';
import { taskErrors } from './errors.js';
import { ExecutionRepository } from './execution.repository.js';
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
   * stays as one that has not run yet. The folder vanishes in one instant, under the lock of the task.
   * @throws DomainError `task_not_found`, `task_delete_while_running`, `task_has_backups`
   */
  async remove(taskId: string, { keepRecord, includeBackups }: RemovalOptions): Promise<RemovedTask> {
    let folder: RemovedFolder | null = null;
    try {
      await this.taskService.whileIdle(
        taskId,
        async (manager) => {
          if (!includeBackups) {
            await this.requireNoBackups(taskId);
          }
          folder = await this.fileStore.removeFolder(taskId);
          if (!keepRecord) {
            await this.taskRepository.remove(manager, taskId);
            return;
          }
          await this.taskFileService.forgetAll(taskId, manager);
          await this.executionRepository.supersede(manager, taskId, STEP_NAMES);
          await this.taskRepository.writeRollUp(manager, taskId, {
            status: 'pending',
            errorMessage: null,
            completedAt: null,
          });
          await this.taskRepository.markFilesDeleted(manager, taskId);
        },
        { refusal: taskErrors.task_delete_while_running },
      );
    } catch (error) {
      await (folder as RemovedFolder | null)?.restore();
      throw error;
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
