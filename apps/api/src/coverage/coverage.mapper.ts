import type { LearntQueries, QualityReport } from '#libs/step-files';
import type { TaskCoverage } from './coverage.dto.js';

const MOST_FORMS = 100;

/**
 * @param quality null where the pairs are not validated yet
 * @param learnt null where the task has not read real SQL
 */
export function coverageView(
  taskId: string,
  quality: QualityReport | null,
  learnt: LearntQueries | null,
): TaskCoverage {
  return { task_id: taskId, measured: quality && measuredView(quality), asked: learnt && askedView(learnt) };
}

function measuredView({ measured_at: measuredAt, coverage }: QualityReport): NonNullable<TaskCoverage['measured']> {
  const part = ({ covered, total, missing }: QualityReport['coverage']['tables']) => ({
    covered,
    total,
    missing: [...missing],
  });
  return {
    measured_at: measuredAt,
    tables: part(coverage.tables),
    columns: part(coverage.columns),
    foreign_keys: part(coverage.foreign_keys),
  };
}

function askedView(learnt: LearntQueries): NonNullable<TaskCoverage['asked']> {
  const { forms, pairs, not_covered: missing, not_learnt: notLearnt, not_learnt_total: total } = learnt;
  return {
    forms,
    pairs,
    ...missing,
    not_learnt: notLearnt.slice(0, MOST_FORMS).map(({ skeleton, tables, columns, joins, calls, slots }) => ({
      skeleton,
      tables,
      columns,
      joins,
      calls,
      slots,
    })),
    not_learnt_total: total,
  };
}
