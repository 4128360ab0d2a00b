import type { Language } from '#libs/language';
import {
  createDataPipelineClient,
  DataPipelineError,
  dataOf,
  type DataPipelineClient,
  type paths,
} from '#clients/typescript';

type Tasks = paths['/api/v0/data_pipeline/tasks'];
type Task = paths['/api/v0/data_pipeline/tasks/{task_id}'];
type Files = paths['/api/v0/data_pipeline/tasks/{task_id}/files'];

export type NewTask = NonNullable<Tasks['post']['requestBody']>['content']['application/json'];
export type TaskView = Task['get']['responses'][200]['content']['application/json']['data'];
export type FileView = Files['get']['responses'][200]['content']['application/json']['data']['files'][number];

/** The calls that the command line makes, by the client that is made from the OpenAPI document. */
export class ApiClient {
  private readonly api: DataPipelineClient;

  constructor(
    readonly baseUrl: string,
    apiKey: string | undefined,
    language: Language,
  ) {
    this.api = createDataPipelineClient({ baseUrl, apiKey, language });
  }

  createTask(body: NewTask): Promise<{ task_id: string }> {
    return dataOf(this.api.POST('/api/v0/data_pipeline/tasks', { body }));
  }

  execute(taskId: string): Promise<unknown> {
    return dataOf(
      this.api.POST('/api/v0/data_pipeline/tasks/{task_id}/execute', {
        params: { path: { task_id: taskId } },
        body: { execution_mode: 'complete' },
      }),
    );
  }

  task(taskId: string): Promise<TaskView> {
    return dataOf(this.api.GET('/api/v0/data_pipeline/tasks/{task_id}', { params: { path: { task_id: taskId } } }));
  }

  /** All of them: a page holds at most 1000. */
  async files(taskId: string): Promise<readonly FileView[]> {
    const files: FileView[] = [];
    for (;;) {
      const page = await dataOf(
        this.api.GET('/api/v0/data_pipeline/tasks/{task_id}/files', {
          params: { path: { task_id: taskId }, query: { offset: files.length } },
        }),
      );
      files.push(...page.files);
      if (page.files.length === 0 || files.length >= page.total) {
        return files;
      }
    }
  }

  async download(taskId: string, name: string): Promise<string> {
    const { data, response, error } = await this.api.GET(
      '/api/v0/data_pipeline/tasks/{task_id}/files/download/{path}',
      {
        params: { path: { task_id: taskId, path: name } },
        parseAs: 'text',
      },
    );
    if (data === undefined) {
      throw new DataPipelineError(response.status, error);
    }
    return data;
  }
}
