import type { components } from '#clients/typescript';
import { DataPipelineError, type DataPipelineClient } from '../../data/client.js';

type Schemas = components['schemas'];
export type Report = Schemas['EvaluationReportView'];
export type ReportedArm = Schemas['ReportedArmView'];
export type ReportedDifference = Schemas['ReportedDifferenceView'];
/** 0 to 1, with its interval at 95 %. */
export type Share = Schemas['EvaluationShare'];

/** The path of a report, for a link of its own. */
export const reportPath = (taskId: string, evaluationId: string) =>
  `/api/v0/data_pipeline/tasks/${encodeURIComponent(taskId)}/evaluations/${encodeURIComponent(evaluationId)}/report`;

/** Of a completed evaluation. */
export async function readReport(
  client: DataPipelineClient,
  taskId: string,
  evaluationId: string,
  signal: AbortSignal,
): Promise<Report> {
  const params = { path: { task_id: taskId, evaluation_id: evaluationId }, query: { format: 'json' } } as const;
  const path = '/api/v0/data_pipeline/tasks/{task_id}/evaluations/{evaluation_id}/report';
  const { data, error, response } = await client.GET(path, { params, signal });
  // The other formats are text.
  if (data === undefined || typeof data === 'string') {
    throw new DataPipelineError(response.status, error);
  }
  return data;
}
