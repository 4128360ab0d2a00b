import { isNativeError } from 'node:util/types';
import type { Language } from '#libs/language';
import {
  createDataPipelineClient,
  DataPipelineError,
  dataOf,
  type DataPipelineClient,
  type paths,
} from '#clients/typescript';
import { connectionReason } from '#libs/domain-errors';
import { ServerUnreachable } from './exit-codes.js';
import { serverTexts } from './server/texts.js';

type Tasks = paths['/api/v0/data_pipeline/tasks'];
type Task = paths['/api/v0/data_pipeline/tasks/{task_id}'];
type Execute = paths['/api/v0/data_pipeline/tasks/{task_id}/execute'];
type Logs = paths['/api/v0/data_pipeline/tasks/{task_id}/logs'];
type Files = paths['/api/v0/data_pipeline/tasks/{task_id}/files'];

/** The `data` of an answer, by the type of its response. */
export type DataOf<T> = T extends { readonly content: { readonly 'application/json': { readonly data: infer D } } }
  ? D
  : never;

type Diff = paths['/api/v0/data_pipeline/tasks/{task_id}/diff'];

export type TaskDiff = DataOf<Diff['get']['responses'][200]>;
export type NewTask = NonNullable<Tasks['post']['requestBody']>['content']['application/json'];
export type CreatedTask = DataOf<Tasks['post']['responses'][201]>;
export type StartedRun = DataOf<Execute['post']['responses'][202]>;
export type TaskView = DataOf<Task['get']['responses'][200]>;
export type TaskQuery = NonNullable<Tasks['get']['parameters']['query']>;
export type ExecuteRequest = NonNullable<Execute['post']['requestBody']>['content']['application/json'];
export type LogQuery = NonNullable<Logs['get']['parameters']['query']>;
export type LogEntry = DataOf<Logs['get']['responses'][200]>['logs'][number];
export type FileView = DataOf<Files['get']['responses'][200]>['files'][number];

/** The calls that the command line makes, by the client that is made from the OpenAPI document. */
export class ApiClient {
  readonly api: DataPipelineClient;

  constructor(
    readonly baseUrl: string,
    apiKey: string | undefined,
    private readonly language: Language,
    onVersion: (version: string | null) => void = () => undefined,
  ) {
    this.api = createDataPipelineClient({ baseUrl, apiKey, language });
    this.api.use({ onResponse: ({ response }) => onVersion(response.headers.get('x-data-pipeline-version')) });
  }

  /** The `data` of an answer. @throws ServerUnreachable, DataPipelineError */
  async data<T>(
    request: (
      api: DataPipelineClient,
    ) => Promise<{ data?: { data: T } | undefined; error?: unknown; response: Response }>,
  ): Promise<T> {
    return dataOf(this.reached(request));
  }

  /** @throws ServerUnreachable where no answer comes */
  async reached<T>(request: (api: DataPipelineClient) => Promise<T>): Promise<T> {
    try {
      return await request(this.api);
    } catch (error) {
      // `instanceof` fails for errors of another realm.
      if (isNativeError(error) && error.name === 'TypeError') {
        const reason = connectionReason(error.cause ?? error)[this.language];
        throw new ServerUnreachable(serverTexts.unreachable[this.language](this.baseUrl, reason), { cause: error });
      }
      throw error;
    }
  }

  createTask(body: NewTask, idempotencyKey?: string): Promise<CreatedTask> {
    const header = idempotencyKey === undefined ? {} : { params: { header: { 'Idempotency-Key': idempotencyKey } } };
    return this.data((api) => api.POST('/api/v0/data_pipeline/tasks', { body, ...header }));
  }

  execute(taskId: string, body: ExecuteRequest = { execution_mode: 'complete' }): Promise<StartedRun> {
    return this.data((api) =>
      api.POST('/api/v0/data_pipeline/tasks/{task_id}/execute', { params: { path: { task_id: taskId } }, body }),
    );
  }

  task(taskId: string): Promise<TaskView> {
    return this.data((api) =>
      api.GET('/api/v0/data_pipeline/tasks/{task_id}', { params: { path: { task_id: taskId } } }),
    );
  }

  /** All of them: a page holds at most 1000. */
  async files(taskId: string): Promise<readonly FileView[]> {
    const files: FileView[] = [];
    for (;;) {
      const page = await this.data((api) =>
        api.GET('/api/v0/data_pipeline/tasks/{task_id}/files', {
          params: { path: { task_id: taskId }, query: { offset: files.length } },
        }),
      );
      files.push(...page.files);
      if (page.files.length === 0 || files.length >= page.total) {
        return files;
      }
    }
  }

  /** The content of a file as it arrives. */
  async download(taskId: string, name: string): Promise<ReadableStream<Uint8Array>> {
    const { data, response, error } = await this.reached((api) =>
      api.GET('/api/v0/data_pipeline/tasks/{task_id}/files/download/{path}', {
        params: { path: { task_id: taskId, path: name } },
        parseAs: 'stream',
      }),
    );
    if (!data) {
      throw new DataPipelineError(response.status, error);
    }
    return data;
  }
}
