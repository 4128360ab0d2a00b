import { Controller, Delete, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { render } from '#libs/language';
import { languageOf } from '#libs/pipeline';
import { TaskLogService, taskMessages, TasksService } from '#libs/tasks';
import {
  countListed,
  findRecordTable,
  findVectorTables,
  listRecords,
  withVectorDatabase,
  type VectorConnection,
  type VectorTables,
} from '#libs/vector-store';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { ApiEnvelope } from '../http/api-envelope.js';
import { TaskPath } from '../http/task-path.dto.js';
import { TrainingDataRemoval } from './training-data-removal.service.js';
import { RemovedTrainingData, TrainingDataList, TrainingDataQuery } from './training-data.dto.js';

@ApiTags('training data')
@Controller('tasks/:task_id/training-data')
export class TrainingDataController {
  constructor(
    private readonly taskService: TasksService,
    private readonly taskLogService: TaskLogService,
    private readonly removal: TrainingDataRemoval,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Get()
  @Answers({ zh: '获取训练数据成功', en: 'training data' })
  @ApiOperation({ summary: 'What loads of a task have brought into the vector store, sorted by id' })
  @ApiEnvelope(200, TrainingDataList)
  @ApiFailures(400, 404)
  async list(@Param() { task_id: taskId }: TaskPath, @Query() query: TrainingDataQuery): Promise<TrainingDataList> {
    await this.taskService.require(taskId);
    const { limit, collection, after } = query;
    const filter = { taskId, ...(collection === undefined ? {} : { collection }) };
    const page = { ...filter, limit, ...(after === undefined ? {} : { afterId: after }) };
    const { records, total } = await this.onStore({ records: [], total: 0 }, filter, async (client, tables) => ({
      records: await listRecords(client, tables, page),
      total: await countListed(client, filter, tables),
    }));
    return {
      task_id: taskId,
      records: records.map(({ embeddingModel, tasks, ...record }) => ({
        ...record,
        tasks: [...tasks],
        embedding_model: embeddingModel,
      })),
      total,
      limit,
      next_after: records.length === limit ? (records.at(-1)?.id ?? null) : null,
    };
  }

  @Delete()
  @Answers({ zh: '训练数据已移除', en: 'training data removed' })
  @ApiOperation({ summary: 'Remove the records that a task loaded, from every sink; not while the task runs' })
  @ApiEnvelope(200, RemovedTrainingData)
  @ApiFailures(400, 404, 409, 413, 415)
  async remove(@Param() { task_id: taskId }: TaskPath): Promise<RemovedTrainingData> {
    const { deleted, kept, files } = await this.removal.remove(taskId);
    const { parameters } = await this.taskService.require(taskId);
    const removed = taskMessages.training_data_removed({ deleted, kept, files: files.length });
    const message = render(removed, languageOf(parameters));
    await this.taskLogService.write(taskId, [
      { level: 'INFO', module: 'TrainingDataLoader', message, step: 'training_load' },
    ]);
    return { task_id: taskId, removed: deleted, kept_for_other_tasks: kept, removed_files: [...files] };
  }

  /**
   * The tables of Vanna, or that of `PGVectorStore` where only it has records of the task. A store without tables is
   * empty; the query does not create them.
   */
  private onStore<T>(
    empty: T,
    filter: { readonly taskId: string },
    work: (client: VectorConnection, tables: VectorTables) => Promise<T>,
  ): Promise<T> {
    return withVectorDatabase(this.config.vectorDatabaseUrl, AbortSignal.any([]), async (client) => {
      const vanna = await findVectorTables(client);
      if (vanna !== null && (await countListed(client, { taskId: filter.taskId }, vanna)) > 0) {
        return work(client, vanna);
      }
      const tables = (await findRecordTable(client)) ?? vanna;
      return tables ? work(client, tables) : empty;
    });
  }
}
