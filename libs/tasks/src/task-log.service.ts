import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { preparedQuery, TaskLogEntity, type LogLevel, type PreparedStatement } from '#libs/database';
import { FileStore } from '#libs/files';
import type { StepName } from '#libs/pipeline';
import { redactSecrets } from '#libs/redaction';
import { LOG_FILE } from '#libs/step-files';
import { escapeLike } from './escape-like.js';
import { logLine, type LogEntry } from './log-entry.js';
import { storable } from './storable-message.js';

interface LogQuery {
  readonly limit: number;
  readonly level?: LogLevel | undefined;
  readonly step?: StepName | undefined;
  /** Only entries with a smaller id: the last one of the page before. */
  readonly beforeId?: string | undefined;
}

/** Conditions on log entries; absent ones do not count. Both ends of the time are included. */
export interface LogSearch {
  readonly equal: {
    readonly level?: LogLevel | undefined;
    readonly stepName?: StepName | undefined;
    readonly moduleName?: string | undefined;
    readonly executionId?: string | undefined;
  };
  /** Part of the message, in any case. */
  readonly keyword?: string | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  readonly sortBy: 'timestamp' | 'level' | 'moduleName' | 'stepName' | 'id';
  readonly descending: boolean;
  readonly limit: number;
  readonly offset: number;
}

const MAX_MESSAGE_CHARACTERS = 10_000;

/** Ids grow in the order of the entries. */
const INSERTION: PreparedStatement = {
  name: 'data_pipeline_log_insertion',
  text: `INSERT INTO data_pipeline_task_logs
           (task_id, execution_id, log_level, message, step_name, module_name, timestamp, run_id, text)
         SELECT $1, execution_id, log_level, message, step_name, module_name, timestamp, run_id, text
           FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::uuid[],
                       $9::jsonb[]) WITH ORDINALITY
             AS entry (execution_id, log_level, message, step_name, module_name, timestamp, run_id, text, position)
          ORDER BY position`,
};

/** The double log of a task: rows for questions, lines in the folder of the task for reading. */
@Injectable()
export class TaskLogService {
  private readonly logger = new Logger(TaskLogService.name);

  constructor(
    @InjectRepository(TaskLogEntity) private readonly rows: Repository<TaskLogEntity>,
    private readonly fileStore: FileStore,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** Writes entries to both places, in order, without the secrets in them. */
  async write(taskId: string, entries: readonly LogEntry[]): Promise<void> {
    if (entries.length === 0) {
      return;
    }
    const clean = entries.map((entry) => ({
      ...entry,
      at: entry.at ?? new Date(),
      message: redactSecrets(entry.message).replaceAll('\0', '').slice(0, MAX_MESSAGE_CHARACTERS),
      text: (entry.text && storable(entry.text)) ?? undefined,
    }));
    await preparedQuery(this.rows.manager.connection, INSERTION, [
      taskId,
      clean.map(({ executionId }) => executionId ?? null),
      clean.map(({ level }) => level),
      clean.map(({ message }) => message),
      clean.map(({ step }) => step ?? null),
      clean.map(({ module }) => module),
      clean.map(({ at }) => at.toISOString()),
      clean.map(({ runId }) => runId ?? null),
      clean.map(({ text }) => (text === undefined ? null : JSON.stringify(text))),
    ]);
    // After the rows, and never a reason to write them again: a full disk must not double the log.
    const lines = clean.map((entry) => logLine(entry, this.config.timeZone)).join('');
    await this.fileStore.append(taskId, LOG_FILE, lines).catch((error: Error) => {
      this.logger.warn(`the log file of ${taskId} cannot be written: ${error.message}`);
    });
  }

  /** Newest first; filters count before the limit. `total` is that of the filters without the cursor. */
  async query(taskId: string, query: LogQuery): Promise<{ entries: TaskLogEntity[]; total: number }> {
    const filtered = this.rows.createQueryBuilder('log').where('log.task_id = :taskId', { taskId });
    if (query.level !== undefined) {
      filtered.andWhere('log.log_level = :level', { level: query.level });
    }
    if (query.step !== undefined) {
      filtered.andWhere('log.step_name = :step', { step: query.step });
    }
    const total = await filtered.getCount();
    if (query.beforeId !== undefined) {
      filtered.andWhere('log.id < :beforeId', { beforeId: query.beforeId });
    }
    const entries = await filtered.orderBy('log.id', 'DESC').limit(query.limit).getMany();
    return { entries, total };
  }

  /** A page of the entries that match, with their number. */
  async search(taskId: string, search: LogSearch): Promise<{ entries: TaskLogEntity[]; total: number }> {
    const query = this.rows.createQueryBuilder('log').where('log.taskId = :taskId', { taskId });
    for (const [column, value] of Object.entries(search.equal)) {
      if (value !== undefined) {
        query.andWhere(`log.${column} = :${column}`, { [column]: value });
      }
    }
    if (search.keyword !== undefined) {
      query.andWhere('log.message ILIKE :keyword', { keyword: `%${escapeLike(search.keyword)}%` });
    }
    if (search.from !== undefined) {
      query.andWhere('log.timestamp >= :from', { from: search.from });
    }
    if (search.until !== undefined) {
      query.andWhere('log.timestamp <= :until', { until: search.until });
    }
    const direction = search.descending ? 'DESC' : 'ASC';
    const [entries, total] = await query
      .orderBy(`log.${search.sortBy}`, direction, 'NULLS LAST')
      .addOrderBy('log.id', direction)
      .offset(search.offset)
      .limit(search.limit)
      .getManyAndCount();
    return { entries, total };
  }
}
