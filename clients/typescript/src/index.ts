import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './schema.js';

export type { components, operations, paths } from './schema.js';

export type Failure = components['schemas']['Failure'];
export type DataPipelineClient = Client<paths>;

export interface ClientOptions {
  /** Origin of the API: `http://localhost:8084`. */
  readonly baseUrl: string;
  readonly apiKey?: string | undefined;
  /** Of messages; Chinese when absent. */
  readonly language?: 'zh' | 'en' | undefined;
}

/** A client whose paths, parameters, bodies and answers are those of the OpenAPI document. */
export function createDataPipelineClient({ baseUrl, apiKey, language }: ClientOptions): DataPipelineClient {
  return createClient<paths>({
    baseUrl: baseUrl.replace(/\/+$/, ''),
    headers: {
      ...(apiKey === undefined ? {} : { 'x-api-key': apiKey }),
      ...(language === undefined ? {} : { 'accept-language': language }),
    },
  });
}

/** What the API answers instead of data. */
export class DataPipelineError extends Error {
  readonly errorType: string;
  readonly canRetry: boolean;
  readonly details: Readonly<Record<string, unknown>>;

  /** @param body what came with it; an error of a proxy may be anything. */
  constructor(
    /** HTTP status. */
    readonly status: number,
    body: unknown,
  ) {
    const failure = (typeof body === 'object' && body !== null ? body : {}) as Partial<Failure>;
    super(failure.message ?? `HTTP ${status}`);
    this.name = 'DataPipelineError';
    this.errorType = failure.error_type ?? 'internal_error';
    this.canRetry = failure.data?.can_retry ?? status >= 500;
    this.details = failure.details ?? {};
  }
}

/** The `data` of an answer. @throws DataPipelineError */
export async function dataOf<T>(
  request: Promise<{ data?: { data: T } | undefined; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await request;
  if (data === undefined) {
    throw new DataPipelineError(response.status, error);
  }
  return data.data;
}
