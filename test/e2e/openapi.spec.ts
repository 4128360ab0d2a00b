import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import openapiTS, { astToString } from 'openapi-typescript';
import { createDataPipelineClient, DataPipelineError, dataOf } from '#clients/typescript';
import { openApiConformance } from '../harness/openapi-conformance.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startService, type TestService } from '../harness/service.js';

const file = (path: string) => new URL(`../../${path}`, import.meta.url);

interface Operation {
  readonly operationId: string;
  readonly responses: Record<string, { content?: Record<string, { example?: object }> }>;
}

describe('the OpenAPI document', () => {
  let services: SampleServices;
  let service: TestService;

  beforeAll(async () => {
    services = await createSampleServices('openapi');
    service = await startService(services.variables, 0);
  });

  afterAll(async () => {
    await service?.stop();
    await services?.remove();
  });

  it('is checked in as the running API gives it (else: npm run openapi)', async () => {
    const served: unknown = await (await service.client.raw('GET', '/openapi.json')).json();
    expect(served).toEqual(JSON.parse(await readFile(file('docs/openapi.json'), 'utf8')));
  });

  it('is what the types of the client are made from (else: npm run openapi)', async () => {
    const types = astToString(await openapiTS(file('docs/openapi.json'), { defaultNonNullable: false }));
    expect((await readFile(file('clients/typescript/src/schema.ts'), 'utf8')).endsWith(types)).toBe(true);
  });

  it('names every operation once, with its errors', async () => {
    const { paths } = JSON.parse(await readFile(file('docs/openapi.json'), 'utf8')) as {
      paths: Record<string, Record<string, Operation>>;
    };
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({ path, ...operation })),
    );
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    const guarded = operations.filter(({ path }) => !path.startsWith('/health/'));
    expect(guarded.filter(({ responses }) => !('401' in responses && '500' in responses))).toEqual([]);
    const bodied = Object.entries(paths).flatMap(([path, { get: _, ...others }]) =>
      Object.values(others).map(({ responses }) => ({ path, responses })),
    );
    expect(bodied.filter(({ responses }) => !('413' in responses && '415' in responses))).toEqual([]);
  });

  it('shows an answer of every success, and each is as its schema has it', async () => {
    const check = await openApiConformance();
    const { paths } = JSON.parse(await readFile(file('docs/openapi.json'), 'utf8')) as {
      paths: Record<string, Record<string, Operation>>;
    };
    const answers = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { responses }]) =>
        Object.entries(responses).flatMap(([status, { content }]) => {
          const media = content?.['application/json'];
          return status.startsWith('2') && media !== undefined
            ? [{ method, path, status, example: media.example }]
            : [];
        }),
      ),
    );
    expect(answers.length).toBeGreaterThan(40);
    expect(answers.filter(({ example }) => example === undefined)).toEqual([]);
    const problems = answers.flatMap(({ method, path, status, example }) =>
      check(method.toUpperCase(), path.replace(/\{\w+\}/g, 'x'), {
        status: Number(status),
        contentType: 'application/json',
        body: JSON.stringify(example),
      }).map((problem) => `${method} ${path}: ${problem}`),
    );
    expect(problems).toEqual([]);
  });

  it('gives a client that knows answers and errors by their types', async () => {
    const client = createDataPipelineClient({ baseUrl: service.client.origin, language: 'en' });
    const created = await dataOf(
      client.POST('/api/v0/data_pipeline/tasks', { body: { business_context: 'shop', tables: ['bss_company'] } }),
    );
    const task = await dataOf(
      client.GET('/api/v0/data_pipeline/tasks/{task_id}', { params: { path: { task_id: created.task_id } } }),
    );
    expect(task.step_status.ddl_generation).toBe('pending');
    const unknown = dataOf(
      client.GET('/api/v0/data_pipeline/tasks/{task_id}', { params: { path: { task_id: 'task_unknown' } } }),
    );
    await expect(unknown).rejects.toThrow(DataPipelineError);
    await expect(unknown).rejects.toMatchObject({
      status: 404,
      errorType: 'resource_not_found',
      canRetry: false,
      message: 'task not found: task_unknown',
    });
  });
});
