import { Body, Controller, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { formatFileSize, IntegrityService } from '#libs/files';
import { CleanupService, TasksService, type CleanedFile } from '#libs/tasks';
import { ApiFailures } from '../http/api-failures.js';
import { clientGone } from '../http/client-gone.js';
import { Answers } from '../http/envelope.interceptor.js';
import { Needs } from '../security/scope.js';
import { ApiEnvelope } from '../http/api-envelope.js';
import { CleanupRequest, CleanupView } from './cleanup.dto.js';
import { IntegrityReport } from './file.dto.js';
import { TaskPath } from '../http/task-path.dto.js';

const DAY_MS = 86_400_000;
const MAX_NAMED_FILES = 1000;

@ApiTags('files')
@Controller()
export class FileCareController {
  constructor(
    private readonly taskService: TasksService,
    private readonly integrityService: IntegrityService,
    private readonly cleanupService: CleanupService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Get('tasks/:task_id/files/integrity')
  @Answers({ zh: '文件完整性检查完成', en: 'files checked' })
  @ApiOperation({ summary: 'Hash every file and compare the hashes with the recorded ones' })
  @ApiEnvelope(200, IntegrityReport)
  @ApiFailures(400, 404)
  async check(
    @Param() { task_id: taskId }: TaskPath,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IntegrityReport> {
    const task = await this.taskService.require(taskId);
    const files = await this.integrityService.check(taskId, clientGone(reply));
    const count = (state: string) => files.filter((file) => file.state === state).length;
    const intact = count('missing') === 0 && count('changed') === 0;
    return {
      task_id: taskId,
      verdict: intact ? 'intact' : 'damaged',
      is_valid: intact,
      task_running: task.status === 'in_progress',
      summary: {
        total: files.length,
        ok: count('ok'),
        missing: count('missing'),
        changed: count('changed'),
        unrecorded: count('unrecorded'),
      },
      files: files.map(({ name, state, recorded, found }) => ({
        file_name: name,
        state,
        recorded_size: recorded?.size ?? null,
        recorded_hash: recorded?.sha256 ?? null,
        actual_size: found?.size ?? null,
        actual_hash: found?.sha256 ?? null,
      })),
      checked_at: this.time(new Date()),
    };
  }

  @Post('files/cleanup')
  @HttpCode(200)
  @Needs('admin')
  @Answers({ zh: '旧文件清理完成', en: 'old files cleaned up' })
  @ApiOperation({
    summary: 'Remove old files of all tasks; never those of running tasks, nor newest runs or backups unless asked',
  })
  @ApiEnvelope(200, CleanupView)
  @ApiFailures(400, 413, 415)
  async clean(@Body() body: CleanupRequest): Promise<CleanupView> {
    const before = new Date(Date.now() - body.days_to_keep * DAY_MS);
    const { files, tasksExamined, tasksRunning } = await this.cleanupService.run({
      before,
      dryRun: body.dry_run,
      newestRuns: body.include_newest_runs,
      backups: body.include_backups,
    });
    return {
      dry_run: body.dry_run,
      days_to_keep: body.days_to_keep,
      cutoff: this.time(before),
      tasks_examined: tasksExamined,
      tasks_running: [...tasksRunning],
      files_removed: files.length,
      bytes_freed: bytesOf(files),
      bytes_freed_formatted: formatFileSize(bytesOf(files)),
      by_kind: Object.fromEntries(
        [...Map.groupBy(files, ({ kind }) => kind)].map(([kind, some]) => [
          kind,
          { files: some.length, bytes: bytesOf(some) },
        ]),
      ),
      files: files.slice(0, MAX_NAMED_FILES).map(({ taskId, name, kind, size, modifiedAt }) => ({
        task_id: taskId,
        file_name: name,
        kind,
        file_size: size,
        modified_at: this.time(modifiedAt),
      })),
    };
  }

  private time(instant: Date): string {
    return isoTimestamp(instant, this.config.timeZone);
  }
}

function bytesOf(files: readonly CleanedFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}
