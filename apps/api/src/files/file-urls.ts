const PREFIX = '/api/v0/data_pipeline/tasks';

export function fileUrl(taskId: string, name: string): string {
  return `${PREFIX}/${taskId}/files/download/${encodeURIComponent(name)}`;
}

export function archiveUrl(taskId: string, archiveId: string): string {
  return `${PREFIX}/${taskId}/archives/${archiveId}`;
}
