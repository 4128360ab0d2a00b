import { basename } from 'node:path';
import { DataPipelineError, type paths } from '#clients/typescript';
import type { ApiClient, DataOf } from '../api-client.js';
import { readLocalFile } from '../read-local-file.js';

type Evaluations = paths['/api/v0/data_pipeline/tasks/{task_id}/evaluations'];
type Evaluation = paths['/api/v0/data_pipeline/tasks/{task_id}/evaluations/{evaluation_id}'];
type Results = paths['/api/v0/data_pipeline/tasks/{task_id}/evaluations/{evaluation_id}/results'];
type Compare = paths['/api/v0/data_pipeline/tasks/{task_id}/evaluations/{evaluation_id}/compare/{other_id}'];
type Report = paths['/api/v0/data_pipeline/tasks/{task_id}/evaluations/{evaluation_id}/report'];

export type EvaluationRequest = NonNullable<Evaluations['post']['requestBody']>['content']['application/json'];
export type EvaluationView = DataOf<Evaluation['get']['responses'][200]>;
export type ResultView = DataOf<Results['get']['responses'][200]>['results'][number];
export type ResultQuery = NonNullable<Results['get']['parameters']['query']>;
export type Comparison = DataOf<Compare['get']['responses'][200]>;
export type ReportQuery = NonNullable<Report['get']['parameters']['query']>;

/** The calls of `evaluate`. */
export class EvaluationCalls {
  constructor(
    private readonly client: ApiClient,
    private readonly taskId: string,
  ) {}

  create(body: EvaluationRequest): Promise<EvaluationView> {
    const params = { path: { task_id: this.taskId } };
    return this.client.data((api) => api.POST('/api/v0/data_pipeline/tasks/{task_id}/evaluations', { params, body }));
  }

  async list(): Promise<readonly EvaluationView[]> {
    const params = { path: { task_id: this.taskId }, query: { limit: 200 } };
    const page = await this.client.data((api) =>
      api.GET('/api/v0/data_pipeline/tasks/{task_id}/evaluations', { params }),
    );
    return page.evaluations;
  }

  one(id: string): Promise<EvaluationView> {
    return this.client.data((api) =>
      api.GET('/api/v0/data_pipeline/tasks/{task_id}/evaluations/{evaluation_id}', this.of(id)),
    );
  }

  cancel(id: string): Promise<{ evaluation_id: string; status: string }> {
    return this.client.data((api) =>
      api.POST('/api/v0/data_pipeline/tasks/{task_id}/evaluations/{evaluation_id}/cancel', this.of(id)),
    );
  }

  /** All of them, page by page. */
  async results(id: string, query: ResultQuery): Promise<ResultView[]> {
    const results: ResultView[] = [];
    let after: number | null = -1;
    while (after !== null) {
      const params: { path: { task_id: string; evaluation_id: string }; query: ResultQuery } = {
        ...this.of(id).params,
        query: { ...query, after, limit: 500 },
      };
      const page: DataOf<Results['get']['responses'][200]> = await this.client.data((api) =>
        api.GET('/api/v0/data_pipeline/tasks/{task_id}/evaluations/{evaluation_id}/results', { params }),
      );
      results.push(...page.results);
      after = page.next_after;
    }
    return results;
  }

  compare(first: string, second: string): Promise<Comparison> {
    const params = { path: { task_id: this.taskId, evaluation_id: first, other_id: second } };
    return this.client.data((api) =>
      api.GET('/api/v0/data_pipeline/tasks/{task_id}/evaluations/{evaluation_id}/compare/{other_id}', { params }),
    );
  }

  async report(id: string, query: ReportQuery): Promise<string> {
    const { data, response, error } = await this.client.reached((api) =>
      api.GET('/api/v0/data_pipeline/tasks/{task_id}/evaluations/{evaluation_id}/report', {
        params: { ...this.of(id).params, query },
        parseAs: 'text',
      }),
    );
    if (data === undefined) {
      throw new DataPipelineError(response.status, error);
    }
    return data;
  }

  /** Makes a question set of a file. @returns its id */
  async upload(file: string): Promise<string> {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(await readLocalFile(file))]), basename(file));
    form.set('task_id', this.taskId);
    const set = await this.client.data((api) =>
      api.POST('/api/v0/data_pipeline/question-sets/upload', { body: { file: '' }, bodySerializer: () => form }),
    );
    return set.set_id;
  }

  private of(id: string): { params: { path: { task_id: string; evaluation_id: string } } } {
    return { params: { path: { task_id: this.taskId, evaluation_id: id } } };
  }
}
