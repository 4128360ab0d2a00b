/** The parts of the API's answers that the command line reads. */
export interface StepView {
  readonly step_name: string;
  readonly step_status: string;
  readonly progress: { readonly done: number; readonly total: number; readonly label: string | null } | null;
  readonly error_message: string | null;
  readonly result: Readonly<Record<string, unknown>> | null;
}

export interface TaskView {
  readonly task_id: string;
  readonly status: string;
  readonly steps: readonly StepView[];
  readonly error_message: string | null;
  readonly output_directory: string;
}

export interface FileView {
  readonly file_name: string;
  readonly file_type: string;
  readonly file_size_formatted: string;
}

interface Envelope<T> {
  readonly success: boolean;
  readonly message: string;
  readonly data: T;
}

/** Talks to the API as any client does. */
export class ApiClient {
  constructor(
    readonly baseUrl: string,
    private readonly apiKey: string | undefined,
    private readonly language: string,
  ) {}

  createTask(body: Record<string, unknown>): Promise<{ task_id: string }> {
    return this.call('POST', '/tasks', body);
  }

  execute(taskId: string): Promise<unknown> {
    return this.call('POST', `/tasks/${taskId}/execute`, { execution_mode: 'complete' });
  }

  task(taskId: string): Promise<TaskView> {
    return this.call('GET', `/tasks/${taskId}`);
  }

  async files(taskId: string): Promise<readonly FileView[]> {
    return (await this.call<{ files: FileView[] }>('GET', `/tasks/${taskId}/files`)).files;
  }

  async download(taskId: string, name: string): Promise<string> {
    const response = await this.send('GET', `/tasks/${taskId}/files/download/${encodeURIComponent(name)}`);
    if (!response.ok) {
      throw new Error(`GET ${name}: HTTP ${response.status}`);
    }
    return response.text();
  }

  private async call<T>(method: string, path: string, body?: Record<string, unknown>): Promise<T> {
    const response = await this.send(method, path, body);
    const answer = (await response.json()) as Envelope<T>;
    if (!answer.success) {
      throw new Error(answer.message);
    }
    return answer.data;
  }

  private send(method: string, path: string, body?: Record<string, unknown>): Promise<Response> {
    return fetch(`${this.baseUrl}/api/v0/data_pipeline${path}`, {
      method,
      headers: {
        'accept-language': this.language,
        ...(this.apiKey === undefined ? {} : { 'x-api-key': this.apiKey }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
}
