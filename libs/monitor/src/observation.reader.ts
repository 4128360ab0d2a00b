import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { QUEUE_LOST_TURN, SWEEP_TURN, TurnRepository, type MonitorSampleEntity, type QueueDepth } from '#libs/database';
import { userErrorCodes } from '#libs/domain-errors';
import type { StepName } from '#libs/pipeline';
import { BackupObservationReader } from './backups/backup-observation.reader.js';
import type { Observation, ReportedProcess, RunningExecution, StepHistory } from './observation.js';
import { readSelfChecks } from './self-checks.js';
import { SampleRepository } from './sample.repository.js';

const WINDOW_SECONDS = 300;
/** Completed executions that form the history of a step. */
const HISTORY_ROWS = 200;

/** Reads the input of the anomaly rules, in a constant number of queries. */
@Injectable()
export class ObservationReader {
  constructor(
    private readonly sampleRepository: SampleRepository,
    private readonly turnRepository: TurnRepository,
    private readonly backupReader: BackupObservationReader,
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** @param aliveSeconds a process without a sample for that long counts as dead. */
  async read(queues: Readonly<Record<string, QueueDepth>>, aliveSeconds: number): Promise<Observation> {
    const recent = await this.sampleRepository.recent(WINDOW_SECONDS);
    const [first] = recent;
    const now = Date.now();
    const running = await this.running();
    return {
      watchedSeconds: first === undefined ? 0 : (now - first.sampledAt.getTime()) / 1000,
      processes: [...Map.groupBy(recent, ({ processId }) => processId).values()].filter(
        (samples) => (samples.at(-1)?.sampledAt.getTime() ?? 0) > now - aliveSeconds * 1000,
      ),
      queues,
      leastWaiting: leastWaiting(recent, queues),
      running,
      stepHistory: running.length === 0 ? {} : await this.stepHistory(),
      ended: await this.ended(),
      queueRepair: await this.queueRepair(),
      selfChecks: await readSelfChecks(this.dataSource),
      backups: await this.backupReader.read(),
      fleet: await this.fleet(aliveSeconds),
      errorLines: await this.errorLines(),
    };
  }

  /** How long the steps took, by their newest completed executions. */
  async stepHistory(): Promise<Partial<Record<StepName, StepHistory>>> {
    const rows = await this.dataSource.query<{ step: StepName; count: number; median: number; p95: number }[]>(
      `SELECT step, count(*)::int AS count,
              percentile_cont(0.5) WITHIN GROUP (ORDER BY duration_seconds) AS median,
              percentile_cont(0.95) WITHIN GROUP (ORDER BY duration_seconds) AS p95
         FROM (SELECT execution_step AS step, duration_seconds,
                      row_number() OVER (PARTITION BY execution_step ORDER BY completed_at DESC) AS number
                 FROM (SELECT execution_step, duration_seconds, completed_at
                         FROM data_pipeline_task_executions
                        WHERE status = 'completed' AND completed_at IS NOT NULL
                        ORDER BY completed_at DESC
                        LIMIT $1 * 8) AS newest) AS numbered
        WHERE number <= $1
        GROUP BY step`,
      [HISTORY_ROWS],
    );
    return Object.fromEntries(
      rows.map(({ step, count, median, p95 }) => [step, { count, medianSeconds: median, p95Seconds: p95 }]),
    );
  }

  private running(): Promise<RunningExecution[]> {
    return this.dataSource.query<RunningExecution[]>(
      `SELECT execution_id AS "executionId", task_id AS "taskId", execution_step AS step,
              extract(epoch FROM now() - started_at)::float AS "runningSeconds",
              extract(epoch FROM now() - heartbeat_at)::float AS "silentSeconds"
         FROM data_pipeline_task_executions
        WHERE status = 'running'
        LIMIT 10000`,
    );
  }

  private async ended(): Promise<Observation['ended']> {
    const [row] = await this.dataSource.query<Observation['ended'][]>(
      `SELECT count(*) FILTER (WHERE status = 'completed')::int AS completed,
              count(*) FILTER (WHERE status = 'failed' AND coalesce(error_code, '') <> ALL($1))::int AS failed
         FROM data_pipeline_task_executions
        WHERE completed_at > now() - interval '1 hour'`,
      [userErrorCodes()],
    );
    return row ?? { completed: 0, failed: 0 };
  }

  private async queueRepair(): Promise<Observation['queueRepair']> {
    const times = await this.turnRepository.lastTimes([SWEEP_TURN, QUEUE_LOST_TURN]);
    const secondsSince = (work: string): number | null => {
      const time = times.get(work);
      return time === undefined ? null : time.ageMs / 1000;
    };
    return {
      sweptAgo: secondsSince(SWEEP_TURN),
      lostAgo: secondsSince(QUEUE_LOST_TURN),
      overdueAfter: this.config.worker.sweepOverdueMs / 1000,
    };
  }

  private fleet(aliveSeconds: number): Promise<ReportedProcess[]> {
    return this.dataSource.query<ReportedProcess[]>(
      `SELECT process_id AS "processId", refusal, clock_offset_ms AS "clockOffsetMs"
         FROM data_pipeline_processes
        WHERE seen_at > now() - greatest($1::float, 60) * interval '1 second'`,
      [aliveSeconds],
    );
  }

  private errorLines(): Promise<{ taskId: string; count: number }[]> {
    return this.dataSource.query<{ taskId: string; count: number }[]>(
      `SELECT task_id AS "taskId", count(*)::int AS count
         FROM data_pipeline_task_logs
        WHERE "timestamp" > now() - interval '5 minutes' AND log_level IN ('ERROR', 'CRITICAL')
        GROUP BY task_id
        LIMIT 1000`,
    );
  }
}

/** Only queues sampled in this window; a single sample gives no rate. */
function leastWaiting(
  samples: readonly MonitorSampleEntity[],
  now: Readonly<Record<string, QueueDepth>>,
): Record<string, number> {
  const looks = samples.flatMap(({ queueDepths }) => (queueDepths === null ? [] : [queueDepths]));
  if (looks.length < 2) {
    return {};
  }
  return Object.fromEntries(
    Object.keys(now).map((queue) => [queue, Math.min(...looks.map((depths) => depths[queue]?.waiting ?? 0))]),
  );
}
