import { DataPipelineError, type DataPipelineClient } from './client.js';

const PATH = '/api/v0/data_pipeline/tasks/{task_id}/files/download/{path}';

/** The text of a file of a task; null where there is no such file. */
export async function taskFile(
  client: DataPipelineClient,
  taskId: string,
  name: string,
  signal: AbortSignal,
): Promise<string | null> {
  const params = { path: { task_id: taskId, path: name } };
  const { data, error, response } = await client.GET(PATH, { params, parseAs: 'text', signal });
  if (response.status === 404) {
    return null;
  }
  if (data === undefined) {
    throw new DataPipelineError(response.status, error);
  }
  return String(data);
}
