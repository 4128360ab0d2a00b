import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { TaskEntity } from '#libs/database';
import { FileChangeRepository, FileStore, TaskFilesService } from '#libs/files';
import { isLogFile } from '#libs/step-files';
import { firstFiles, logHead } from './first-files.js';
import { TaskRepository } from './task.repository.js';

/** A request that is alive has finished its change by then. */
const REQUEST_MS = 30_000;

/** Stands for all files of a task, in the change that its removal announces. */
export const WHOLE_FOLDER = '.';

/**
 * Completes or withdraws changes of files that were interrupted, so that rows and files agree again. Files that follow
 * from the row of the task are written again; of the others the file counts, and its record follows.
 */
@Injectable()
export class FileChangesService {
  private readonly logger = new Logger(FileChangesService.name);

  constructor(
    private readonly taskRepository: TaskRepository,
    private readonly fileChangeRepository: FileChangeRepository,
    private readonly fileStore: FileStore,
    private readonly taskFileService: TaskFilesService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** Announces a change of these files, before they are touched. @returns its id */
  announce(taskId: string, names: readonly string[]): Promise<string> {
    return this.fileChangeRepository.announce(taskId, names);
  }

  /** Finishes a change with this transaction. @throws DomainError `file_change_overtaken` */
  hold(changeId: string, manager: EntityManager): Promise<void> {
    return this.fileChangeRepository.hold(changeId, manager);
  }

  /** Withdraws a change that touched nothing. */
  async forget(changeId: string): Promise<void> {
    await this.fileChangeRepository.finish(changeId).catch((error: Error) => {
      this.logger.warn(`an announced change of files is settled later: ${error.message}`);
    });
  }

  /** Settles the open changes of a task. A running task is left alone: its worker finishes its own. */
  async settle(taskId: string): Promise<void> {
    if (!(await this.fileChangeRepository.isOpen(taskId))) {
      return;
    }
    await this.taskRepository.transaction(async (manager) => {
      const task = await this.taskRepository.lock(manager, taskId);
      if (task?.status !== 'in_progress') {
        await this.settleLocked(taskId, task, manager);
      }
    });
  }

  /** The same after a failure, which is what to report. What cannot be settled now is left to the sweep. */
  async settleQuietly(taskId: string): Promise<void> {
    await this.settle(taskId).catch((error: Error) => {
      this.logger.warn(`files of ${taskId} are settled later: ${error.message}`);
    });
  }

  /**
   * Settles the changes of earlier deliveries of a running execution, whose staged files are discarded: from then on they
   * publish nothing.
   * @param changeId of the delivery that runs
   */
  async settleEarlier(taskId: string, changeId: string): Promise<void> {
    await this.taskRepository.transaction(async (manager) => {
      await this.taskRepository.lock(manager, taskId);
      for (const { executionId, step, names } of await this.fileChangeRepository.takeEarlier(changeId, manager)) {
        await this.taskFileService.recordAsFound(taskId, { executionId, stepName: step }, names, manager);
      }
    });
  }

  /** @returns the tasks whose changes were settled */
  async sweep(olderThanMs = REQUEST_MS): Promise<string[]> {
    const taskIds = await this.fileChangeRepository.tasksWithOld(olderThanMs);
    for (const taskId of taskIds) {
      await this.settleQuietly(taskId);
    }
    return taskIds;
  }

  /** Erases folders that were removed before that time, except those whose removal is not settled yet. */
  async emptyTrash(before: Date): Promise<void> {
    const open = await this.fileChangeRepository.tasksWithOld(0);
    await this.fileStore.emptyTrash(before, new Set(open));
  }

  private async settleLocked(taskId: string, task: TaskEntity | null, manager: EntityManager): Promise<void> {
    const changes = await this.fileChangeRepository.take(taskId, manager);
    if (task === null) {
      // Its folder is one without a task, which the cleanup removes.
      return;
    }
    const changed = new Set(changes.flatMap(({ names }) => names));
    if (changed.has(WHOLE_FOLDER)) {
      await this.fileStore.putBack(taskId);
    }
    await this.writeFirstFiles(task, changed, manager);
    const own = firstFiles(task, this.config.timeZone).map(({ name }) => name);
    for (const { executionId, step, names } of changes) {
      const others = names.filter((name) => ![...own, WHOLE_FOLDER].includes(name) && !isLogFile(name));
      await this.taskFileService.recordAsFound(taskId, { executionId, stepName: step }, others, manager);
      if (executionId !== null) {
        await this.fileStore.discardStaged(taskId, executionId);
      }
    }
  }

  private async writeFirstFiles(task: TaskEntity, names: ReadonlySet<string>, manager: EntityManager): Promise<void> {
    const { timeZone } = this.config;
    const files = firstFiles(task, timeZone).filter(({ name }) => names.has(name));
    const head = logHead(task, timeZone);
    if (task.filesDeletedAt !== null || (files.length === 0 && !names.has(head.name))) {
      return;
    }
    await this.fileStore.createFolder(task.taskId);
    await this.taskFileService.put(task.taskId, files, manager);
    if (names.has(head.name) && !(await this.fileStore.has(task.taskId, head.name))) {
      await this.fileStore.append(task.taskId, head.name, String(head.content));
    }
  }
}
