import { Body, Controller, Delete, Inject, Param, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { DomainError, errorText } from '#libs/domain-errors';
import type { Language } from '#libs/language';
import { formatFileSize } from '#libs/files';
import { RemovalService, type RemovalOptions, type RemovedTask } from '#libs/tasks';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { httpErrors } from '../http/errors.js';
import { languageOfRequest } from '../http/language.js';
import { ApiEnvelope } from '../http/api-envelope.js';
import { TaskPath } from '../http/task-path.dto.js';
import {
  DeleteTaskQuery,
  DeleteTasksQuery,
  DeleteTasksRequest,
  DeletedTask,
  DeletedTasks,
} from './task-removal.dto.js';

@ApiTags('tasks')
@Controller('tasks')
export class TaskRemovalController {
  constructor(
    private readonly removalService: RemovalService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Delete(':task_id')
  @Answers({ zh: '任务已删除', en: 'task deleted' })
  @ApiOperation({ summary: 'Delete a task with its files; not while it runs' })
  @ApiEnvelope(200, DeletedTask)
  @ApiFailures(400, 404, 409, 413, 415)
  async deleteOne(
    @Param() { task_id: taskId }: TaskPath,
    @Query() { delete_database_records: withRecord, include_backups: includeBackups }: DeleteTaskQuery,
  ): Promise<DeletedTask> {
    return this.view(await this.removalService.remove(taskId, { keepRecord: !withRecord, includeBackups }));
  }

  @Delete()
  @Answers({ zh: '批量删除任务完成', en: 'tasks deleted' })
  @ApiOperation({ summary: 'Delete several tasks; confirm has to be true' })
  @ApiEnvelope(200, DeletedTasks)
  @ApiFailures(400, 413, 415)
  async deleteMany(
    @Query() query: DeleteTasksQuery,
    @Body() body: DeleteTasksRequest,
    @Req() request: FastifyRequest,
  ): Promise<DeletedTasks> {
    const taskIds = [...new Set(body?.task_ids ?? query?.['task_ids[]'] ?? [])];
    if (taskIds.length === 0) {
      throw new DomainError(httpErrors.delete_tasks_unnamed);
    }
    if (!(body?.confirm ?? query?.confirm ?? false)) {
      throw new DomainError(httpErrors.delete_unconfirmed, { count: taskIds.length });
    }
    const keepRecord = !(body?.delete_database_records ?? query?.delete_database_records ?? false);
    const includeBackups = body?.include_backups ?? query?.include_backups ?? false;
    const goOn = body?.continue_on_error ?? query?.continue_on_error ?? true;
    return this.removeAll(taskIds, { keepRecord, includeBackups }, goOn, languageOfRequest(request));
  }

  private async removeAll(
    taskIds: readonly string[],
    options: RemovalOptions,
    goOn: boolean,
    language: Language,
  ): Promise<DeletedTasks> {
    const deleted: DeletedTask[] = [];
    const failed: DeletedTasks['failed_tasks'] = [];
    for (const taskId of taskIds) {
      try {
        deleted.push(this.view(await this.removalService.remove(taskId, options)));
      } catch (error) {
        // An error of one task does not affect the others; any other error fails the request.
        if (!(error instanceof DomainError && ['not_found', 'conflict'].includes(error.kind))) {
          throw error;
        }
        failed.push({ task_id: taskId, error: errorText(error, language), error_code: error.code });
        if (!goOn) {
          break;
        }
      }
    }
    return {
      deleted_tasks: deleted,
      failed_tasks: failed,
      summary: {
        total_requested: taskIds.length,
        successfully_deleted: deleted.length,
        failed: failed.length,
        not_attempted: taskIds.length - deleted.length - failed.length,
      },
      deleted_at: this.now(),
    };
  }

  private view(removed: RemovedTask): DeletedTask {
    return {
      success: true,
      task_id: removed.taskId,
      directory_deleted: removed.folderRemoved,
      database_records_deleted: removed.recordRemoved,
      deleted_files_count: removed.files,
      deleted_size: removed.size,
      deleted_size_formatted: formatFileSize(removed.size),
      deleted_at: this.now(),
    };
  }

  private now(): string {
    return isoTimestamp(new Date(), this.config.timeZone);
  }
}
