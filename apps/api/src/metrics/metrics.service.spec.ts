import { expect, it } from '@jest/globals';
import type { MonitorService, StatisticsService } from '#libs/monitor';
import type { JobQueue } from '#libs/queue';
import { overviewOf } from '#libs/vector-backup';
import { MetricsService } from './metrics.service.js';

type SelfChecks = Awaited<ReturnType<StatisticsService['selfChecks']>>;

const rates = (share: number) => ({
  asked: 20,
  table_recall: { at_3: share / 2, at_5: share, at_10: 1 },
  context_sufficiency: share,
});

function checkOf(taskId: string, share: number): SelfChecks[number] {
  return {
    taskId,
    check: {
      questions: { asked: 1, found: 1 },
      tables: { asked: 1, found: 1 },
      retrieval: { paraphrase: rates(1), other_language: null, held_out: rates(share) },
      left_out: { pairs_without_intent: 0, loaded_as_pairs: 0 },
      weak: [],
    },
  };
}

type StoredBackups = Parameters<typeof overviewOf>[0];

function metricsOf(selfChecks: () => SelfChecks, backups: () => StoredBackups = () => []): MetricsService {
  const statistics = {
    tasks: () => Promise.resolve({ byStatus: {} }),
    steps: () => Promise.resolve([]),
    files: () => Promise.resolve({ files: 0, bytes: 0 }),
    selfChecks: () => Promise.resolve(selfChecks()),
  } as unknown as StatisticsService;
  const monitor = {
    activeAnomalies: () => Promise.resolve([]),
    processes: () => Promise.resolve([]),
    backups: () => Promise.resolve(overviewOf(backups(), new Date())),
  } as unknown as MonitorService;
  const queue = { depths: () => Promise.resolve({}) } as unknown as JobQueue;
  return new MetricsService(monitor, statistics, queue);
}

it('shows the lowest rates of the self-checks, and none of a check that is over', async () => {
  let checks: SelfChecks = [checkOf('task_1', 0.8), checkOf('task_2', 0.4)];
  const metrics = metricsOf(() => checks);
  const text = await metrics.expose();
  expect(text).toContain('data_pipeline_self_check_table_recall{kind="held_out",depth="3"} 0.2');
  expect(text).toContain('data_pipeline_self_check_table_recall{kind="held_out",depth="5"} 0.4');
  expect(text).toContain('data_pipeline_self_check_context_sufficiency{kind="held_out"} 0.4');
  expect(text).toContain('data_pipeline_self_check_context_sufficiency{kind="paraphrase"} 1');
  expect(text).not.toContain('kind="other_language"');
  checks = [];
  expect(await metrics.expose()).not.toContain('data_pipeline_self_check_context_sufficiency{');
});

it('shows the age of backups, and no age where there is none', async () => {
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  const backup = {
    ...{ location: '', timestamp: '20250701_030000', series: '', form: 'csv none', isOwn: true, rows: 1, bytes: 10 },
    ...{ problem: null, verifySeconds: 3, checkedAt: null, startedAt: hoursAgo(5), restoreSeconds: 2.5 },
    verifiedAt: hoursAgo(4),
    copyState: 'verified' as const,
    encryptionKeyId: null,
  };
  const bad = { ...backup, problem: { code: 'x', zh: '坏', en: 'bad' }, startedAt: hoursAgo(1) };
  let backups: StoredBackups = [
    backup,
    { ...backup, verifiedAt: null, startedAt: hoursAgo(2), copyState: 'failed' },
    bad,
  ];
  const metrics = metricsOf(
    () => [],
    () => backups,
  );
  const text = await metrics.expose();
  const value = (name: string) => Number(new RegExp(`^data_pipeline_${name} (.*)$`, 'm').exec(text)?.[1]);
  expect(Math.round(value('backup_age_seconds') / 3_600)).toBe(2);
  expect(Math.round(value('backup_verified_age_seconds') / 3_600)).toBe(5);
  expect(Math.round(value('backup_verification_age_seconds') / 3_600)).toBe(4);
  expect([Math.round(value('backup_copied_age_seconds') / 3_600), value('backup_copies_missing')]).toEqual([5, 1]);
  expect([value('backup_restore_seconds'), value('backup_bytes')]).toEqual([2.5, 30]);
  for (const state of ['verified', 'unverified', 'damaged']) {
    expect(text).toContain(`data_pipeline_backups{state="${state}"} 1\n`);
  }
  backups = [];
  const empty = await metrics.expose();
  expect(empty).not.toMatch(/^data_pipeline_backup_(age|verified_age|verification_age|restore)_seconds /m);
  expect(empty).toContain('data_pipeline_backups{state="verified"} 0');
});
