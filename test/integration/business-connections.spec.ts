import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { BusinessDatabases } from '#libs/business-database';
import { installSampleDatabase } from '#libs/sample-database';
import type { Step, StepContext } from '#libs/steps/step';
import { DdlGenerationStep } from '#libs/steps/ddl-generation';
import { QaGenerationStep } from '#libs/steps/qa-generation';
import { SqlValidationStep } from '#libs/steps/sql-validation';
import { CountingProxy } from '../harness/counting-proxy.js';
import { surroundings } from '../harness/step-surroundings.js';
import { createTestDatabase, onDatabase, type TestDatabase } from '../harness/test-database.js';

let database: TestDatabase;
let proxy: CountingProxy;

beforeAll(async () => {
  database = await createTestDatabase('business_connections');
  await onDatabase(database.url, (client) => installSampleDatabase(client));
  proxy = await CountingProxy.start(database.url);
});

afterAll(async () => {
  await proxy.close();
  await database.drop();
});

it('the steps of a task, and of tasks at the same time, share the connections of their process', async () => {
  const databases = new BusinessDatabases();
  const chatModel = null;
  const steps: Step[] = [
    new DdlGenerationStep({ chatModel }),
    new QaGenerationStep({ chatModel }),
    new SqlValidationStep({ chatModel }),
  ];
  const runTask = async (): Promise<void> => {
    const { input, context } = surroundings(proxy.url, { business_context: '高速公路服务区经营数据' }, ['public.*']);
    for (const step of steps) {
      const settings = { applicationName: `test ${step.name}`, statementTimeoutMs: 60_000 };
      await databases.with(proxy.url, settings, (shared) => {
        const around: StepContext = { ...context, database: shared };
        return step.run(input, around);
      });
    }
  };
  await runTask();
  expect(proxy.connections.made).toBeLessThanOrEqual(6);
  await Promise.all([runTask(), runTask()]);
  expect(proxy.connections.made).toBeLessThanOrEqual(6);
  await databases.close();
});
