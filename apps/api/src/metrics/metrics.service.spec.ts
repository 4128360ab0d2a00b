import { expect, it } from '@jest/globals';
import type { MonitorService, StatisticsService } from '#libs/monitor';
import type { JobQueue } from '#libs/queue';
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

it('shows the lowest rates of the self-checks, and none of a check that is over', async () => {
  let checks: SelfChecks = [checkOf('task_1', 0.8), checkOf('task_2', 0.4)];
  const statistics = {
    tasks: () => Promise.resolve({ byStatus: {} }),
    steps: () => Promise.resolve([]),
    files: () => Promise.resolve({ files: 0, bytes: 0 }),
    selfChecks: () => Promise.resolve(checks),
  } as unknown as StatisticsService;
  const monitor = {
    activeAnomalies: () => Promise.resolve([]),
    processes: () => Promise.resolve([]),
  } as unknown as MonitorService;
  const queue = { depths: () => Promise.resolve({}) } as unknown as JobQueue;
  const metrics = new MetricsService(monitor, statistics, queue);

  const text = await metrics.expose();
  expect(text).toContain('data_pipeline_self_check_table_recall{kind="held_out",depth="3"} 0.2');
  expect(text).toContain('data_pipeline_self_check_table_recall{kind="held_out",depth="5"} 0.4');
  expect(text).toContain('data_pipeline_self_check_context_sufficiency{kind="held_out"} 0.4');
  expect(text).toContain('data_pipeline_self_check_context_sufficiency{kind="paraphrase"} 1');
  expect(text).not.toContain('kind="other_language"');
  checks = [];
  expect(await metrics.expose()).not.toContain('data_pipeline_self_check_context_sufficiency{');
});
