import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from './browser.js';
import { eventually } from './eventually.js';
import { createSampleServices, type SampleServices } from './sample-services.js';
import { startService, TestClient, type TestService } from './service.js';

/** Of a suite whose service needs keys. */
export const ROOT_KEY = 'the-key-of-the-variable';

interface SuiteOptions {
  readonly purpose: string;
  readonly variables?: (services: SampleServices) => Readonly<Record<string, string>>;
  /** Of `variables`: the client uses it. */
  readonly key?: string;
  /** Before the service starts. */
  readonly prepare?: (services: SampleServices) => Promise<unknown>;
}

/** What the tests of the console share: a built service on the sample database, and a browser. */
export interface ConsoleSuite {
  readonly services: SampleServices;
  readonly service: TestService;
  readonly client: TestClient;
  readonly browser: Browser;
  /** One task of the suite that has run to its end; the first test that needs it runs it. */
  completedTask(): Promise<string>;
  /** Waits until a task has run to its end. */
  completed(taskId: string): Promise<void>;
}

export const SUITE_TABLES = ['bss_company', 'bss_service_area', 'bss_business_day_data'];
const RUN_MS = 120_000;

/** For all tests of the `describe` that calls it; what it gives is there when they run. */
export function consoleSuite({ purpose, variables, key, prepare }: SuiteOptions): ConsoleSuite {
  let services: SampleServices;
  let service: TestService;
  let client: TestClient;
  let browser: Browser;
  let task: Promise<string> | null = null;

  beforeAll(async () => {
    services = await createSampleServices(purpose);
    await prepare?.(services);
    [service, browser] = await Promise.all([
      startService({ ...services.variables, ...variables?.(services) }),
      openBrowser(),
    ]);
    client = new TestClient(service.client.origin, key === undefined ? {} : { 'x-api-key': key });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    await services?.remove();
  });

  const completed = async (taskId: string): Promise<void> => {
    await eventually(async () => {
      const { body } = await client.get<{ status: string; error_message: string | null }>(`/tasks/${taskId}`);
      expect([body.data.status, body.data.error_message]).toEqual(['completed', null]);
    }, RUN_MS);
  };

  const run = async (): Promise<string> => {
    const body = { task_name: 'Complete', business_context: '高速公路服务区', tables: SUITE_TABLES };
    const created = await client.post<{ task_id: string }>('/tasks', body);
    const taskId = created.body.data.task_id;
    expect((await client.post(`/tasks/${taskId}/execute`)).status).toBe(202);
    await completed(taskId);
    return taskId;
  };

  return {
    get services() {
      return services;
    },
    get service() {
      return service;
    },
    get client() {
      return client;
    },
    get browser() {
      return browser;
    },
    completed,
    completedTask: () => (task ??= run()),
  };
}
