import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { FileStore } from '#libs/files';
import { LEARNT_QUERIES_FILE, learntQueriesFile, QA_QUALITY_FILE, qualityFile } from '#libs/step-files';
import { TasksService } from '#libs/tasks';
import { ApiEnvelope } from '../http/api-envelope.js';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { TaskPath } from '../http/task-path.dto.js';
import { TaskCoverage } from './coverage.dto.js';
import { coverageView } from './coverage.mapper.js';

/** What the pairs of a task cover, and what real SQL asks beyond them. */
@ApiTags('pairs')
@Controller('tasks/:task_id/coverage')
export class CoverageController {
  constructor(
    private readonly taskService: TasksService,
    private readonly fileStore: FileStore,
  ) {}

  @Get()
  @Answers({ zh: '覆盖情况获取成功', en: 'coverage' })
  @ApiOperation({ summary: 'What the valid pairs of a task cover, and what real SQL asks that no pair covers' })
  @ApiEnvelope(200, TaskCoverage)
  @ApiFailures(400, 404)
  async coverage(@Param() { task_id: taskId }: TaskPath): Promise<TaskCoverage> {
    await this.taskService.require(taskId);
    const names = new Set(await this.fileStore.names(taskId));
    const read = async (name: string): Promise<string> =>
      names.has(name) ? this.fileStore.readText(taskId, name) : '';
    const [quality, learnt] = await Promise.all([read(QA_QUALITY_FILE), read(LEARNT_QUERIES_FILE)]);
    return coverageView(taskId, qualityFile.parse(quality), learntQueriesFile.parse(learnt));
  }
}
