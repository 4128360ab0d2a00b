import type { DataSource } from 'typeorm';
import { SELF_CHECK_KINDS, stepResults, type SelfCheckKind, type SelfCheckResult } from '#libs/step-files';

const KEY = stepResults.training_load.key('self_check');

/** The self-check of the newest load of a task. */
export interface TaskSelfCheck {
  readonly taskId: string;
  readonly check: SelfCheckResult;
}

/** Of loads that ended during the last day; those of tasks that were deleted since are gone. */
export async function readSelfChecks(dataSource: DataSource): Promise<TaskSelfCheck[]> {
  const rows = await dataSource.query<{ taskId: string; check: unknown }[]>(
    `SELECT DISTINCT ON (task_id) task_id AS "taskId", execution_result -> '${KEY}' AS check
       FROM data_pipeline_task_executions
      WHERE completed_at > now() - interval '24 hours' AND status = 'completed' AND execution_step = 'training_load'
        AND jsonb_typeof(execution_result -> '${KEY}') = 'object'
      ORDER BY task_id, completed_at DESC
      LIMIT 1000`,
  );
  return rows.flatMap(({ taskId, check: stored }) => {
    // Results of earlier versions have another form.
    const check = stepResults.training_load.read({ [KEY]: stored }, 'self_check');
    return check ? [{ taskId, check }] : [];
  });
}

export interface LowestRates {
  readonly kind: SelfCheckKind;
  readonly recall: NonNullable<NonNullable<SelfCheckResult['retrieval']>[SelfCheckKind]>['table_recall'];
  readonly sufficiency: number;
}

/** The lowest figures of all checks, for each kind of question that was asked. */
export function lowestRates(checks: readonly TaskSelfCheck[]): LowestRates[] {
  return SELF_CHECK_KINDS.flatMap((kind) => {
    const asked = checks.flatMap(({ check }) => check.retrieval?.[kind] ?? []);
    const lowest = (of: (rates: (typeof asked)[number]) => number): number => Math.min(...asked.map(of));
    return asked.length === 0
      ? []
      : [
          {
            kind,
            recall: {
              at_3: lowest((rates) => rates.table_recall.at_3),
              at_5: lowest((rates) => rates.table_recall.at_5),
              at_10: lowest((rates) => rates.table_recall.at_10),
            },
            sufficiency: lowest((rates) => rates.context_sufficiency),
          },
        ];
  });
}
