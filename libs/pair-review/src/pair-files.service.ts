import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '#libs/domain-errors';
import { TaskFilesService } from '#libs/files';
import { stepsAfter } from '#libs/pipeline';
import { renderPairs } from '#libs/step-files';
import { taskErrors, TasksService } from '#libs/tasks';
import { TaskPairs, type PairsOfTask } from './task-pairs.js';

/**
 * Brings the pair files up to date with the edits of people. An edit counts from the moment its row is committed; the
 * file follows at once, or, while the task runs or after an interruption, when the pairs are next looked at.
 */
@Injectable()
export class PairFilesService {
  private readonly logger = new Logger(PairFilesService.name);

  constructor(
    private readonly taskService: TasksService,
    private readonly taskFileService: TaskFilesService,
    private readonly taskPairs: TaskPairs,
  ) {}

  /** The pairs, with files that have every edit where that is possible now. */
  async current(taskId: string): Promise<PairsOfTask> {
    const found = await this.taskPairs.read(taskId);
    if (!found.isBehind) {
      return found;
    }
    try {
      await this.rewrite(taskId, found);
      return await this.taskPairs.read(taskId);
    } catch (error) {
      if (!(error instanceof DomainError && error.code === taskErrors.task_files_while_running.code)) {
        this.logger.warn(`pair files of ${taskId} get the edits later: ${(error as Error).message}`);
      }
      return found;
    }
  }

  private async rewrite(taskId: string, { pairs, reviews }: PairsOfTask): Promise<void> {
    const behind = [...new Set(pairs.filter(({ raw, pair }) => raw !== pair).map(({ file }) => file))];
    await this.taskService.whileIdle(
      taskId,
      async (manager) => {
        // A run may have written other files since they were read.
        for (const { name, pairs: inFile } of await this.taskPairs.files(taskId)) {
          if (behind.includes(name)) {
            const content = renderPairs(
              name,
              inFile.map((pair) => reviews.forFile(pair)),
            );
            await this.taskFileService.rewrite(taskId, { name, content }, manager);
          }
        }
      },
      // Edits were validated when they were made: what they change is the load.
      { changes: behind, makesStale: stepsAfter('sql_validation') },
    );
  }
}
