import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { eventually } from '../../../test/harness/eventually.js';
import { createTestInstallation, type TestInstallation } from '../../../test/harness/test-config.js';
import { ConfigModule } from '#libs/config';
import { DatabaseModule, TurnRepository, WebhookDeliveryEntity } from '#libs/database';
import { PROCESS_ID } from '#libs/process';
import { QueueModule } from '#libs/queue';
import { TasksService } from '#libs/tasks';
import { AnomalyDetector } from './anomaly-detector.js';
import { AnomalyRepository } from './anomaly.repository.js';
import type { AnomalyRule, Finding } from './anomaly-rule.js';
import { ProcessMonitorModule } from './process-monitor.module.js';
import { MonitorService, resolutionOf } from './monitor.service.js';
import { ObservationReader } from './observation.reader.js';
import { SampleRepository } from './sample.repository.js';
import { Sampler } from './sampler.service.js';
import { StatisticsService } from './statistics.service.js';
import { TaskEventsService } from './task-events.service.js';
import { TaskMonitorService } from './task-monitor.service.js';
import { WebhookDeliveries } from './webhook/webhook-deliveries.js';

let findings: Finding[] = [];
let broken = false;
const told: AnomalyRule = {
  name: 'told',
  check: () => {
    if (broken) {
      throw new Error('this rule has a defect');
    }
    return findings;
  },
};

const finding = (subject: string, severity: Finding['severity'] = 'warning'): Finding => ({
  subject,
  severity,
  zh: `问题 ${subject}`,
  en: `problem ${subject}`,
  details: { subject },
});

describe('monitoring on real services', () => {
  let installation: TestInstallation;
  let module: TestingModule;
  let database: DataSource;
  let hook: Server;
  let answer = 200;
  /** The webhook answers when it is over. */
  let held = Promise.resolve();
  const events: { event: string; anomaly: { subject: string } }[] = [];

  beforeAll(async () => {
    hook = createServer((request, response) => {
      void text(request).then((body) => {
        events.push(JSON.parse(body) as (typeof events)[number]);
        void held.then(() => response.writeHead(answer).end());
      });
    });
    await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
    installation = await createTestInstallation('monitor', 'redis', {
      ANOMALY_WEBHOOK_URL: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`,
      ANOMALY_WEBHOOK_SECRET: 'a-secret-of-enough-length',
      WEBHOOK_ALLOWED_HOSTS: '127.0.0.1',
      MONITOR_INTERVAL_SECONDS: '3600',
    });
    const { config } = installation;
    module = await Test.createTestingModule({
      imports: [
        ConfigModule.forRoot(config),
        DatabaseModule.forRoot(config, 'data-pipeline test'),
        QueueModule.forRoot(config, 'producer'),
        ProcessMonitorModule.forRoot('worker', [told]),
      ],
    }).compile();
    await module.init();
    database = module.get(DataSource);
    await module.get(Sampler).tick();
  });

  afterAll(async () => {
    await module?.close();
    await installation?.remove();
    hook?.close();
  });

  beforeEach(async () => {
    findings = [];
    broken = false;
    answer = 200;
    held = Promise.resolve();
    await database.query('TRUNCATE data_pipeline_anomalies CASCADE');
    events.length = 0;
  });

  async function newTask(): Promise<string> {
    const { taskId } = await module.get(TasksService).create({
      parameters: {
        business_context: 'x',
        enable_sql_validation: true,
        enable_llm_repair: true,
        modify_original_file: true,
        enable_training_data_load: true,
      } as never,
      tables: ['a'],
    });
    return taskId;
  }

  it('measures this process and the queues', async () => {
    const [sample] = await module.get(MonitorService).processes();
    expect(sample).toMatchObject({ processId: PROCESS_ID, role: 'worker', activeJobs: 0 });
    expect(sample?.queues).toContain('ddl_generation');
    expect(sample?.memoryBytes).toBeGreaterThan(10_000_000);
    expect(sample?.systemMemoryPercent).toBeGreaterThan(0);
    expect(sample?.diskTotalBytes).toBeGreaterThan(0);
    const [row] = await database.query<{ depths: object }[]>(
      `SELECT queue_depths AS depths FROM data_pipeline_monitor_samples WHERE queue_depths IS NOT NULL LIMIT 1`,
    );
    expect(row?.depths).toMatchObject({ ddl_generation: { waiting: 0, active: 0, delayed: 0, failed: 0 } });
  });

  it.each([3.5, 10.5, 87.5])('observes with processes that count as alive for %s seconds', async (aliveSeconds) => {
    const observed = module.get(ObservationReader).read({}, aliveSeconds);
    await expect(observed).resolves.toHaveProperty('fleet');
  });

  it('gives a turn to one of many callers, and again when it is over', async () => {
    const turns = module.get(TurnRepository);
    const taken = await Promise.all(Array.from({ length: 20 }, () => turns.take('test', 60_000)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await turns.take('test', 60_000)).toBe(false);
    expect(await turns.take('test', 0)).toBe(true);
  });

  it('opens an anomaly once, keeps it while it lasts, closes it when it is gone', async () => {
    const detector = module.get(AnomalyDetector);
    const monitor = module.get(MonitorService);
    findings = [finding('a'), finding('b')];
    expect((await detector.detect({})).opened.map(({ subject }) => subject)).toEqual(['a', 'b']);
    findings = [finding('a', 'critical')];
    const changes = await detector.detect({});
    expect([changes.opened, changes.closed.map(({ subject }) => subject)]).toEqual([[], ['b']]);
    expect(await monitor.activeAnomalies()).toMatchObject([{ subject: 'a', severity: 'critical' }]);
    broken = true;
    await detector.detect({});
    expect(await monitor.activeAnomalies()).toHaveLength(1);
    const { total, anomalies } = await monitor.anomalies(24, 10);
    expect([total, anomalies.map(({ subject }) => subject).sort()]).toEqual([2, ['a', 'b']]);
  });

  it('opens one anomaly when two processes find the same at the same moment', async () => {
    const anomalies = module.get(AnomalyRepository);
    const same = [{ rule: 'told', findings: [finding('race')] }];
    const runs = await Promise.all(Array.from({ length: 5 }, () => anomalies.record(same, true)));
    expect(runs.flatMap(({ opened }) => opened)).toHaveLength(1);
    expect(await database.query('SELECT 1 FROM data_pipeline_webhook_deliveries')).toHaveLength(1);
  });

  it('tells the webhook when an anomaly opens and closes, and tries again when it does not answer well', async () => {
    const detector = module.get(AnomalyDetector);
    const deliveries = module.get(WebhookDeliveries);
    findings = [finding('w')];
    await detector.detect({});
    answer = 503;
    expect(await deliveries.deliverDue()).toBe(0);
    expect(await deliveries.deliverDue()).toBe(0);
    expect(events).toHaveLength(1);
    answer = 200;
    await database.query('UPDATE data_pipeline_webhook_deliveries SET next_attempt_at = now()');
    expect(await deliveries.deliverDue()).toBe(1);
    findings = [];
    await detector.detect({});
    await deliveries.deliverDue();
    expect(events.map(({ event }) => event)).toEqual(['anomaly.opened', 'anomaly.opened', 'anomaly.closed']);
    const rows = await database.query<{ attempts: number; last_error: string | null }[]>(
      'SELECT attempts, last_error FROM data_pipeline_webhook_deliveries ORDER BY id',
    );
    expect(rows).toEqual([
      { attempts: 2, last_error: null },
      { attempts: 1, last_error: null },
    ]);
  });

  it('goes on measuring while the webhook does not answer', async () => {
    let answerAll: () => void = () => undefined;
    held = new Promise((resolve) => (answerAll = resolve));
    findings = [finding('slow 1'), finding('slow 2')];
    await database.query('DELETE FROM data_pipeline_monitor_turns');
    await module.get(Sampler).tick();
    await eventually(() => expect(events).toHaveLength(1));
    await database.query('DELETE FROM data_pipeline_monitor_turns');
    await module.get(Sampler).tick();
    expect(events).toHaveLength(1);
    answerAll();
    await module.get(WebhookDeliveries).deliverDue();
    expect(events.map(({ anomaly }) => anomaly.subject)).toEqual(['slow 1', 'slow 2']);
  });

  it('tells each event once when several processes deliver', async () => {
    findings = ['p 1', 'p 2', 'p 3', 'p 4', 'p 5'].map((subject) => finding(subject));
    await module.get(AnomalyDetector).detect({});
    const rows = database.getRepository(WebhookDeliveryEntity);
    const others = [1, 2].map(() => new WebhookDeliveries(rows, installation.config));
    const counts = await Promise.all([module.get(WebhookDeliveries), ...others].map((one) => one.deliverDue()));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5);
    expect(events.map(({ anomaly }) => anomaly.subject).sort()).toEqual(['p 1', 'p 2', 'p 3', 'p 4', 'p 5']);
  });

  it('keeps the rows bounded: one in five minutes after a day, none after the retention', async () => {
    const samples = module.get(SampleRepository);
    await database.query('TRUNCATE data_pipeline_monitor_samples');
    await database.query(
      `INSERT INTO data_pipeline_monitor_samples (process_id, role, sampled_at, resolution_seconds, cpu_percent,
         system_cpu_percent, memory_bytes, heap_bytes, system_memory_percent, event_loop_lag_ms)
       SELECT 'p', 'api', date_bin('300 s', now() - interval '30 hours', 'epoch') + n * interval '10 seconds', 10,
              n, 0, 1000, 0, 0, n
         FROM generate_series(0, 59) AS n
       UNION ALL SELECT 'p', 'api', now() - interval '8 days', 300, 1, 1, 1, 1, 1, 1
       UNION ALL SELECT 'p', 'api', now() - interval '8 days', 10, 1, 1, 1, 1, 1, 1
       UNION ALL SELECT 'p', 'api', now(), 10, 5, 1, 1, 1, 1, 1`,
    );
    expect(await samples.thinOut(7)).toBe(60);
    const rows = await database.query<object[]>(
      `SELECT resolution_seconds AS resolution, cpu_percent AS cpu, event_loop_lag_ms AS lag
         FROM data_pipeline_monitor_samples ORDER BY sampled_at`,
    );
    expect(rows).toEqual([
      { resolution: 300, cpu: 14.5, lag: 29 },
      { resolution: 300, cpu: 44.5, lag: 59 },
      { resolution: 10, cpu: 5, lag: 1 },
    ]);
    expect(await samples.thinOut(7)).toBe(0);
  });

  it('adds the processes of an installation up', async () => {
    await database.query('TRUNCATE data_pipeline_monitor_samples');
    await database.query(
      `INSERT INTO data_pipeline_monitor_samples (process_id, role, sampled_at, resolution_seconds, cpu_percent,
         system_cpu_percent, memory_bytes, heap_bytes, system_memory_percent, event_loop_lag_ms, queue_depths)
       SELECT p, 'api', date_bin('10 s', now(), 'epoch') - interval '60 seconds' + n * interval '1 second', 10,
              10, 50, 100, 0, 20, n, '{"a": {"waiting": 3}, "b": {"waiting": 4}}'
         FROM unnest(ARRAY['p', 'q']) AS p, generate_series(0, 1) AS n`,
    );
    const { points } = await module.get(MonitorService).history(5);
    expect(points).toEqual([
      expect.objectContaining({
        processes: 2,
        cpuPercent: 20,
        systemCpuPercent: 50,
        memoryBytes: 200,
        eventLoopLagMs: 1,
        waitingJobs: 7,
      }),
    ]);
  });

  it('leaves out no line of a log, also one that is committed after its followers', async () => {
    const taskId = await newTask();
    const feed = module.get(TaskEventsService).follow(taskId, null);
    const seen: string[] = [];
    const look = async (): Promise<void> => {
      const events = await feed.next();
      seen.push(...events.flatMap((event) => (event.type === 'log' ? [event.entry.message] : [])));
    };
    await look();
    seen.length = 0;
    const late = module.get(DataSource).createQueryRunner();
    await late.startTransaction();
    const insertion = `INSERT INTO data_pipeline_task_logs (task_id, log_level, message, module_name) VALUES ($1, 'INFO', $2, 'x')`;
    try {
      await late.query(insertion, [taskId, 'early']);
      await module.get(DataSource).query(insertion, [taskId, 'follower']);
      await look();
      expect(seen).toEqual(['follower']);
      await late.commitTransaction();
    } finally {
      await late.release();
    }
    await look();
    await look();
    expect(seen).toEqual(['follower', 'early']);
  });

  it('counts failures that a request caused apart: they are none of the product', async () => {
    const taskId = await newTask();
    const ended = (step: string, status: string, code: string | null): Promise<unknown> =>
      database.query(
        `INSERT INTO data_pipeline_task_executions
           (execution_id, task_id, run_id, execution_step, status, error_code, started_at, completed_at)
         VALUES (gen_random_uuid()::text, $1, gen_random_uuid(), $2, $3, $4, now(), now())`,
        [taskId, step, status, code],
      );
    await ended('ddl_generation', 'completed', null);
    await ended('ddl_generation', 'failed', 'task_not_found');
    await ended('ddl_generation', 'failed', 'a_defect');
    await ended('ddl_generation', 'failed', null);
    try {
      expect(await module.get(StatisticsService).steps()).toMatchObject([
        { completed: 1, failed: 3, failedByRequest: 1 },
      ]);
      expect((await module.get(ObservationReader).read({}, 35)).ended).toEqual({ completed: 1, failed: 2 });
      await database.query(
        `UPDATE data_pipeline_tasks SET status = 'failed', error = '{"code": "task_not_found"}' WHERE task_id = $1`,
        [taskId],
      );
      expect(await module.get(StatisticsService).tasks()).toMatchObject({ failedByRequest: 1 });
    } finally {
      await database.query('DELETE FROM data_pipeline_tasks WHERE task_id = $1', [taskId]);
    }
  });

  it('describes a task, also one that never ran', async () => {
    const taskId = await newTask();
    const { steps, logCounts } = await module.get(TaskMonitorService).of(taskId);
    expect(steps).toHaveLength(4);
    expect(steps[0]).toMatchObject({ status: 'pending', execution: null, expectedEnd: null, retries: 0 });
    expect(logCounts).toEqual({ INFO: 1 });
    await expect(module.get(TaskMonitorService).of('task_unknown')).rejects.toMatchObject({ code: 'task_not_found' });
  });
});

describe('resolutionOf', () => {
  it.each([
    [1, 10, 10],
    [50, 10, 10],
    [120, 10, 30],
    [10_080, 10, 2020],
  ])('%d minutes at one sample in %d s are points of %d s', (minutes, interval, expected) => {
    expect(resolutionOf(minutes, interval)).toBe(expected);
  });
});
