import type { DataSource } from 'typeorm';
import { SELF_CHECK_KINDS, stepResults, type SelfCheckKind, type SelfCheckResult } from '#libs/step-files';

const { training_load: loads } = stepResults;
const [CHECK, RECORDS] = [loads.key('self_check'), loads.key('pgvector_store')];

/** The self-check of the newest load of a task into one of its stores. */
export interface TaskSelfCheck {
  readonly taskId: string;
  readonly check: SelfCheckResult;
}

/** Whatever the age of the load: a store does not improve by itself. Those of tasks that were deleted since are gone. */
export async function readSelfChecks(dataSource: DataSource): Promise<TaskSelfCheck[]> {
  const rows = await dataSource.query<{ taskId: string; check: unknown; records: unknown }[]>(
    `SELECT DISTINCT ON (task_id) task_id AS "taskId", execution_result -> '${CHECK}' AS check,
            execution_result -> '${RECORDS}' AS records
       FROM data_pipeline_task_executions
      WHERE status = 'completed' AND execution_step = 'training_load'
        AND (jsonb_typeof(execution_result -> '${CHECK}') = 'object'
             OR jsonb_typeof(execution_result -> '${RECORDS}' -> '${CHECK}') = 'object')
      ORDER BY task_id, completed_at DESC
      LIMIT 1000`,
  );
  return rows.flatMap(({ taskId, check, records }) => {
    // Results of earlier versions have another form.
    const result = { [CHECK]: check, [RECORDS]: records };
    const checks = [loads.read(result, 'self_check'), loads.read(result, 'pgvector_store')?.self_check];
    return checks.flatMap((found) => (found ? [{ taskId, check: found }] : []));
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
    const asked = checks.flatMap(({ check }) => [check.retrieval?.[kind] ?? [], check.hybrid?.[kind] ?? []].flat());
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
