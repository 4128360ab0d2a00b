import { describe, expect, it } from '@jest/globals';
import type { MonitorSampleEntity } from '#libs/database';
import type { SelfCheckKind } from '#libs/step-files';
import { overviewOf } from '#libs/vector-backup';
import type { Observation, RunningExecution } from '../observation.js';
import { storedBackup } from '../backups/stored-backup.fixture.js';
import type { TaskSelfCheck } from '../self-checks.js';
import { loadConfig } from '#libs/config';
import { ANOMALY_RULES, anomalyRules } from './all-rules.js';

const noBackups: Observation['backups'] = {
  overview: overviewOf([], new Date()),
  waitedSeconds: 0,
  overdueAfterSeconds: null,
  unverifiedAfterSeconds: 168 * 3_600,
  verifiesInTurn: false,
  bad: [],
  jumps: [],
};

const backups = (over: Partial<Observation['backups']>): Partial<Observation> => ({
  backups: { ...noBackups, ...over },
});

const quiet: Observation = {
  watchedSeconds: 600,
  processes: [],
  queues: {},
  leastWaiting: {},
  running: [],
  stepHistory: {},
  ended: { completed: 0, failed: 0 },
  queueRepair: { sweptAgo: 5, lostAgo: null, overdueAfter: 90 },
  selfChecks: [],
  backups: noBackups,
  fleet: [],
  errorLines: [],
};

const sample = (over: Partial<MonitorSampleEntity>): MonitorSampleEntity => ({
  id: '1',
  processId: 'host-1',
  role: 'worker',
  queues: ['ddl_generation'],
  sampledAt: new Date(),
  resolutionSeconds: 10,
  cpuPercent: 10,
  systemCpuPercent: 10,
  memoryBytes: 100 * 1024 ** 2,
  heapBytes: 1,
  systemMemoryPercent: 40,
  eventLoopLagMs: 1,
  diskTotalBytes: 100,
  diskFreeBytes: 50,
  activeJobs: 0,
  queueDepths: null,
  ...over,
});

const selfCheck = (taskId: string, weak: SelfCheckKind[]): TaskSelfCheck => {
  const rates = { asked: 20, table_recall: { at_3: 0.4, at_5: 0.5, at_10: 0.6 }, context_sufficiency: 0.7 };
  return {
    taskId,
    check: {
      questions: { asked: 1, found: 1 },
      tables: { asked: 1, found: 1 },
      retrieval: { paraphrase: rates, other_language: null, held_out: rates },
      left_out: { pairs_without_intent: 0, loaded_as_pairs: 0 },
      weak,
    },
  };
};

const running = (over: Partial<RunningExecution>): RunningExecution => ({
  executionId: 'exec_1',
  taskId: 'task_1',
  step: 'qa_generation',
  runningSeconds: 10,
  silentSeconds: 1,
  ...over,
});

const depth = (waiting: number) => ({ waiting, active: 0, delayed: 0, failed: 0 });
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

const HOUR_MS = 3_600_000;

function overview(hours: number, verifiedAt: Date | null): Observation['backups']['overview'] {
  const startedAt = new Date(Date.now() - hours * HOUR_MS);
  return overviewOf([{ ...storedBackup(), startedAt, verifiedAt }], new Date());
}

/** One backup of that many hours ago. */
const unverified = (hours: number) => overview(hours, null);
const verified = (hours: number) => overview(hours, new Date(Date.now() - hours * HOUR_MS));

/** One backup whose copy failed. */
const uncopied = (hours: number) => {
  const startedAt = new Date(Date.now() - hours * HOUR_MS - 1_000);
  return overviewOf([{ ...storedBackup(), startedAt, verifiedAt: startedAt, copyState: 'failed' }], new Date());
};

function findings(over: Partial<Observation>, rules = ANOMALY_RULES): string[] {
  return rules.flatMap((rule) =>
    rule.check({ ...quiet, ...over }).map(({ subject, severity }) => `${rule.name}:${subject}:${severity}`),
  );
}

describe('the anomaly rules', () => {
  it('have names of their own that fit the column', () => {
    const names = ANOMALY_RULES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z_]{1,50}$/.test(name))).toEqual([]);
  });

  it('compare with the numbers of ANOMALY_LIMITS, and find nothing where one is off', () => {
    const limitedBy = (limits: string) => anomalyRules(loadConfig({ ANOMALY_LIMITS: limits }).monitor.limits);
    const full = { processes: [[sample({ diskFreeBytes: 6 })]], errorLines: [{ taskId: 'task_1', count: 7 }] };
    expect(findings(full)).toEqual(['disk_full:storage:warning']);
    expect(findings(full, limitedBy('disk_full=95'))).toEqual([]);
    expect(findings(full, limitedBy('disk_full = off, error_burst = 7'))).toEqual(['error_burst:task_1:warning']);
    const exhausted = sample({ diskFreeBytes: 0, systemMemoryPercent: 100, systemCpuPercent: 100 });
    expect(
      findings({ processes: [times(6, exhausted)] }, limitedBy('disk_full=99,high_cpu=99,high_memory=99')),
    ).toEqual(['high_cpu:host-1:warning', 'high_memory:host-1:critical', 'disk_full:storage:critical']);
    expect(limitedBy('disk_full=off').map(({ name }) => name)).toEqual(ANOMALY_RULES.map(({ name }) => name));
    const slow = { fleet: [{ processId: 'a-1', refusal: null, clockOffsetMs: 5_000 }] };
    expect([findings(slow), findings(slow, limitedBy('clock_off=6'))]).toEqual([['clock_off:a-1:warning'], []]);
    const failures = { ended: { completed: 6, failed: 4 } };
    expect([findings(failures), findings(failures, limitedBy('failure_rate=40'))]).toEqual([
      [],
      ['failure_rate:executions:warning'],
    ]);
    const late = backups({ overview: uncopied(2) });
    expect([findings(late), findings(late, limitedBy('backup_copy_missing=3'))]).toEqual([
      ['backup_copy_missing:vector_backup:warning'],
      [],
    ]);
  });

  it('find nothing in a quiet installation', () => {
    expect(findings({})).toEqual([]);
    expect(findings({ processes: [times(20, sample({}))], queues: { ddl_generation: depth(5) } })).toEqual([]);
  });

  it.each<[string, Partial<Observation>, string[]]>([
    ['a busy machine', { processes: [times(6, sample({ systemCpuPercent: 95 }))] }, ['high_cpu:host-1:warning']],
    [
      'a busy machine with two processes once, and another machine',
      {
        processes: ['a-1-0123abcd', 'a-2-0123abce', 'b-1-0123abcf'].map((processId) =>
          times(6, sample({ processId, systemCpuPercent: 95, systemMemoryPercent: 95 })),
        ),
      },
      ['high_cpu:a:warning', 'high_cpu:b:warning', 'high_memory:a:warning', 'high_memory:b:warning'],
    ],
    ['a short peak only', { processes: [times(5, sample({ systemCpuPercent: 99 }))] }, []],
    [
      'a peak that is over on average',
      { processes: [[...times(5, sample({})), sample({ systemCpuPercent: 100 })]] },
      [],
    ],
    ['little memory', { processes: [times(3, sample({ systemMemoryPercent: 95 }))] }, ['high_memory:host-1:warning']],
    ['no memory', { processes: [times(3, sample({ systemMemoryPercent: 99 }))] }, ['high_memory:host-1:critical']],
    [
      'a process that did not react for a while, some samples ago',
      { processes: [[sample({ eventLoopLagMs: 4_200 }), ...times(5, sample({}))]] },
      ['blocked_event_loop:host-1:warning'],
    ],
    [
      'a process that its peers take for dead, beside one that is late at times',
      {
        processes: [
          [sample({ processId: 'a', eventLoopLagMs: 12_000 })],
          times(20, sample({ processId: 'b', eventLoopLagMs: 900 })),
        ],
      },
      ['blocked_event_loop:a:critical'],
    ],
    ['a disk at 92 %', { processes: [[sample({ diskFreeBytes: 8 })]] }, ['disk_full:storage:warning']],
    [
      'a disk at 98 %, seen by two processes',
      { processes: times(2, [sample({ diskFreeBytes: 2 })]) },
      ['disk_full:storage:critical'],
    ],
    ['a storage that is no disk', { processes: [[sample({ diskFreeBytes: null, diskTotalBytes: null })]] }, []],
    [
      'a backlog',
      {
        processes: [[sample({})]],
        queues: { ddl_generation: depth(150) },
        leastWaiting: { ddl_generation: 120 },
      },
      ['queue_backlog:ddl_generation:warning'],
    ],
    [
      'a backlog that was worked off in between',
      { processes: [[sample({})]], queues: { ddl_generation: depth(150) }, leastWaiting: { ddl_generation: 3 } },
      [],
    ],
    [
      'queues without a worker',
      {
        processes: [[sample({})]],
        queues: { ddl_generation: depth(0), maintenance: depth(0), training_load: depth(2) },
      },
      ['no_worker:maintenance:warning', 'no_worker:training_load:critical'],
    ],
    ['queues whose worker is still starting', { watchedSeconds: 10, queues: { maintenance: depth(0) } }, []],
    [
      'a step far beyond its history',
      {
        running: [running({ runningSeconds: 400 })],
        stepHistory: { qa_generation: { count: 5, medianSeconds: 60, p95Seconds: 100 } },
      },
      ['slow_step:exec_1:warning'],
    ],
    [
      'a slow step without enough history',
      {
        running: [running({ runningSeconds: 4000 })],
        stepHistory: { qa_generation: { count: 4, medianSeconds: 60, p95Seconds: 100 } },
      },
      [],
    ],
    ['half of the executions failing', { ended: { completed: 3, failed: 3 } }, ['failure_rate:executions:warning']],
    ['nearly all of them failing', { ended: { completed: 0, failed: 3 } }, ['failure_rate:executions:critical']],
    ['two failures', { ended: { completed: 0, failed: 2 } }, []],
    ['a silent execution', { running: [running({ silentSeconds: 500 })] }, ['zombie_execution:exec_1:critical']],
    ['no backup where none is expected', backups({ waitedSeconds: 1e9 }), []],
    ['a backup within its time', backups({ waitedSeconds: 3_600, overdueAfterSeconds: 3_600 }), []],
    [
      'a backup that is overdue',
      backups({ waitedSeconds: 3_601, overdueAfterSeconds: 3_600 }),
      ['backup_overdue:vector_backup:warning'],
    ],
    [
      'a backup that is overdue twice over',
      backups({ waitedSeconds: 7_201, overdueAfterSeconds: 3_600 }),
      ['backup_overdue:vector_backup:critical'],
    ],
    [
      'a backup that nobody verifies',
      backups({ overview: unverified(169) }),
      ['backup_unverified:vector_backup:warning'],
    ],
    ['a backup that was not verified yet', backups({ overview: unverified(167) }), []],
    [
      'a backup that nobody verifies where that is not reported',
      backups({ overview: unverified(1_000), unverifiedAfterSeconds: null }),
      [],
    ],
    [
      'verifications in turn that have stopped',
      backups({ overview: verified(200), verifiesInTurn: true }),
      ['backup_unverified:vector_backup:warning'],
    ],
    ['one backup, verified long ago, and no turn', backups({ overview: verified(200) }), []],
    [
      'bad backups before and after the last good one',
      backups({
        bad: [
          { path: 'vector_bak', timestamp: '1', reason: { zh: '坏', en: 'bad' }, hasLater: true },
          { path: 'task_1/vector_bak', timestamp: '2', reason: { zh: '坏', en: 'bad' }, hasLater: false },
        ],
      }),
      ['backup_damaged:vector_bak/1:warning', 'backup_damaged:task_1/vector_bak/2:critical'],
    ],
    [
      'a size that jumps',
      backups({ jumps: [{ path: 'vector_bak', timestamp: '1', compared: 5, rows: [1, 100], bytes: null }] }),
      ['backup_size_jump:vector_bak:warning'],
    ],
    [
      'a queue that lost its data after the last sweep',
      { queueRepair: { sweptAgo: 12, lostAgo: 3, overdueAfter: 90 } },
      ['queue_not_repaired:queue:critical'],
    ],
    ['a queue that was restored', { queueRepair: { sweptAgo: 3, lostAgo: 12, overdueAfter: 90 } }, []],
    [
      'a sweep that is overdue',
      { queueRepair: { sweptAgo: 91, lostAgo: null, overdueAfter: 90 } },
      ['queue_not_repaired:sweep:critical'],
    ],
    ['an installation that is new', { queueRepair: { sweptAgo: null, lostAgo: null, overdueAfter: 90 } }, []],
    ['many errors of one task', { errorLines: [{ taskId: 'task_1', count: 20 }] }, ['error_burst:task_1:warning']],
    ['a weak self-check', { selfChecks: [selfCheck('task_1', ['held_out'])] }, ['weak_retrieval:task_1:warning']],
    ['a self-check that finds enough', { selfChecks: [selfCheck('task_1', [])] }, []],
    [
      'a process without its storage',
      { fleet: [{ processId: 'a-1-00000000', refusal: { code: 'x', params: {} }, clockOffsetMs: null }] },
      ['process_refuses:a-1-00000000:critical'],
    ],
    [
      'a clock that is off',
      {
        fleet: [
          { processId: 'a-1-00000000', refusal: null, clockOffsetMs: -2_000 },
          { processId: 'a-2-00000000', refusal: null, clockOffsetMs: -2_100 },
          { processId: 'b-1-00000000', refusal: null, clockOffsetMs: 60_000 },
        ],
      },
      ['clock_off:a:warning', 'clock_off:b:critical'],
    ],
    ['a clock that is nearly right', { fleet: [{ processId: 'a-1-0', refusal: null, clockOffsetMs: 1_999 }] }, []],
    [
      'a machine that is busy since the start, a minute ago',
      { watchedSeconds: 60, processes: [times(6, sample({ systemCpuPercent: 95 }))] },
      [],
    ],
    ['a few errors', { errorLines: [{ taskId: 'task_1', count: 19 }] }, []],
  ])('see %s', (_, observation, expected) => {
    expect(findings(observation)).toEqual(expected);
  });
});
