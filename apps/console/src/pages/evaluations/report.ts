import { DataPipelineError, type DataPipelineClient } from '../../data/client.js';
import type { Arm, Cause } from './names.js';

/** The path of a report, for a link of its own. */
export const reportPath = (taskId: string, evaluationId: string) =>
  `/api/v0/data_pipeline/tasks/${encodeURIComponent(taskId)}/evaluations/${encodeURIComponent(evaluationId)}/report`;

/** 0 to 1, with its interval at 95 %. */
export interface Share {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

export interface ReportedArm {
  readonly arm: Arm;
  readonly questions: number;
  readonly sufficiency: Share | null;
  readonly all_tables: Share | null;
  readonly recall_at: Readonly<Record<'3' | '5' | '10', number>>;
  readonly columns: number | null;
  readonly joins: number | null;
  readonly values: number | null;
  readonly skeleton_any: Share | null;
  readonly tokens: { readonly median: number; readonly p90: number };
  readonly answers: { readonly accuracy: Share | null; readonly with_extra_columns: Share | null } | null;
}

export interface ReportedDifference {
  readonly measure: 'sufficiency' | 'accuracy';
  readonly first: string;
  readonly second: string;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly isClear: boolean;
  readonly gained: number;
  readonly lost: number;
}

/** The parts of the report in JSON that the console shows. */
export interface Report {
  readonly evaluation: { readonly model: string | null };
  readonly questions: Readonly<Record<'total' | 'counted' | 'leaked' | 'unusable' | 'unanswerable', number>>;
  readonly arms: readonly ReportedArm[];
  /** Between neighbouring arms. */
  readonly differences: readonly ReportedDifference[];
  /** The evaluation before this one with the same questions. */
  readonly since: {
    readonly evaluation: { readonly evaluation_id: string; readonly created_at: string };
    readonly differences: readonly ReportedDifference[];
  } | null;
  readonly gate: {
    readonly passed: boolean;
    readonly checks: readonly {
      readonly name: 'min_context_sufficiency' | 'min_all_tables';
      readonly arm: Arm;
      readonly minimum: number;
      readonly reached: number;
      readonly passed: boolean;
    }[];
  } | null;
  readonly causes: readonly { readonly cause: Cause; readonly questions: number }[];
}

/** Of a completed evaluation. The API describes it as any object; the API that serves this page writes it so. */
export async function readReport(
  client: DataPipelineClient,
  taskId: string,
  evaluationId: string,
  signal: AbortSignal,
): Promise<Report> {
  const params = { path: { task_id: taskId, evaluation_id: evaluationId }, query: { format: 'json' } } as const;
  const path = '/api/v0/data_pipeline/tasks/{task_id}/evaluations/{evaluation_id}/report';
  const { data, error, response } = await client.GET(path, { params, signal });
  if (data === undefined) {
    throw new DataPipelineError(response.status, error);
  }
  return data as unknown as Report;
}
