import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import { taskParametersSchema } from '#libs/pipeline';
import { TaskLogService, TasksService } from '#libs/tasks';
import { VectorOperationRunner, VectorOperationsService } from '#libs/vector-backup';
import { eventually } from '../harness/eventually.js';
import { openTaskServices } from '../harness/task-services.js';
import { createTestInstallation, type TestInstallation } from '../harness/test-config.js';

describe('the log of a task, about its vector operations', () => {
  let installation: TestInstallation;
  let module: TestingModule;

  beforeAll(async () => {
    installation = await createTestInstallation('vector_operation_log', 'postgres');
    module = await openTaskServices(installation.config);
  });

  afterAll(async () => {
    await module.close();
    await installation.remove();
  });

  it.each([
    ['zh', '向量表操作开始'],
    ['en', 'operation on the vector tables started'],
  ] as const)('is written in the language of the task: %s', async (language, started) => {
    const parameters = taskParametersSchema.parse({ language });
    const { taskId } = await module.get(TasksService).create({ parameters, tables: ['a'] });
    const verify = { kind: 'verify', parameters: { source_task_id: taskId, timestamp: '20250721_234914' } } as const;
    const { operationId } = await module
      .get(VectorOperationsService)
      .request({ ...verify, taskId, connectionString: null });
    const delivery = { attemptsLeft: 0, shutdown: new AbortController().signal };
    await expect(module.get(VectorOperationRunner).run(operationId, delivery)).rejects.toMatchObject({
      code: 'vector_backup_not_found',
    });
    await eventually(async () => {
      const { entries } = await module.get(TaskLogService).query(taskId, { limit: 10 });
      expect(entries.map(({ message }) => message)).toContain(`${started}: ${operationId}`);
    });
  });
});
