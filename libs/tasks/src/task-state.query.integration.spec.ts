import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { createTaskDatabase } from '../../../test/harness/filled-database.js';
import type { TestDatabase } from '../../../test/harness/test-database.js';
import { dataSourceOptions, ExecutionEntity, ModelUsageEntity, TaskEntity } from '#libs/database';
import { ExecutionRepository } from './execution.repository.js';
import { TaskPageQuery } from './task-page.query.js';
import { TaskStateQuery } from './task-state.query.js';

describe('queries of tasks with their executions', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTaskDatabase('task_query');
    dataSource = await new DataSource(dataSourceOptions(database.url, 2, 'test')).initialize();
    await dataSource.query(
      `INSERT INTO data_pipeline_tasks (task_id, status, parameters, table_list, output_directory, created_at, started_at)
       VALUES ('task_1', 'failed', '{"a": [1]}', '["x"]', 'task_1', '2025-07-01 10:00:00.123999+02', '1969-07-20 20:17:40.001'),
              ('task_2', 'pending', '{}', NULL, 'task_2', '2025-07-02', NULL),
              ('task_3', 'pending', '{}', NULL, 'task_3', '2025-07-02', NULL)`,
    );
    await dataSource.query(
      `INSERT INTO data_pipeline_task_executions (execution_id, task_id, run_id, execution_step, status,
         duration_seconds, execution_result, completed_at, superseded)
       SELECT 'e' || n, 'task_1', gen_random_uuid(), step, status, n * 1.5, '{"n": 1}', now(), superseded
         FROM (VALUES (1, 'ddl_generation', 'failed', false), (2, 'ddl_generation', 'completed', false),
                      (3, 'qa_generation', 'failed', false), (4, 'qa_generation', 'completed', true),
                      (5, 'sql_validation', 'completed', true)) AS given (n, step, status, superseded) ORDER BY n`,
    );
    await dataSource.query(
      `INSERT INTO data_pipeline_model_usage (task_id, step_name, model, prompt_tokens, cost)
       VALUES ('task_1', 'qa_generation', 'b', 9007199254740991, 0.125), ('task_1', 'qa_generation', 'a', 1, NULL)`,
    );
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('gives the very entities that the repositories give', async () => {
    const query = new TaskStateQuery(dataSource);
    for (const taskId of ['task_1', 'task_2']) {
      expect(await query.findWithHistory(taskId)).toEqual({
        task: await dataSource.getRepository(TaskEntity).findOneBy({ taskId }),
        executions: await dataSource.getRepository(ExecutionEntity).find({ where: { taskId }, order: { id: 'ASC' } }),
        usage: await dataSource.getRepository(ModelUsageEntity).find({ where: { taskId }, order: { model: 'ASC' } }),
      });
    }
    expect(await query.findWithHistory('task_unknown')).toBeNull();
  });

  it('finds the newest execution of each step that counts, for many tasks at once', async () => {
    const query = new TaskStateQuery(dataSource);
    const [first, second, unknown, again] = await Promise.all(
      ['task_1', 'task_2', 'task_unknown', 'task_1'].map((taskId) => query.find(taskId)),
    );
    expect(first?.executions.map(({ executionId }) => executionId).sort()).toEqual(['e2', 'e3']);
    expect(first?.usage).toHaveLength(2);
    expect(second).toMatchObject({ task: { taskId: 'task_2' }, executions: [], usage: [] });
    expect(unknown).toBeNull();
    expect(again?.task.taskId).toBe('task_1');
  });

  it('finds them without their results for a page of tasks, also of those that completed alone', async () => {
    const repository = new ExecutionRepository(dataSource.getRepository(ExecutionEntity));
    const asked = ['task_2', 'task_1', 'task_unknown'];
    const [ddl, qa] = [
      {
        taskId: 'task_1',
        step: 'ddl_generation',
        status: 'completed',
        executionId: 'e2',
        superseded: false,
        staleAt: null,
      },
      {
        taskId: 'task_1',
        step: 'qa_generation',
        status: 'failed',
        executionId: 'e3',
        superseded: false,
        staleAt: null,
      },
    ];
    expect(await repository.newest(asked)).toEqual([ddl, qa]);
    expect(await repository.newest(asked, true)).toEqual([ddl]);
    expect(await repository.newest([])).toEqual([]);
  });

  it('hands the error of the database to everybody who waits, and works again afterwards', async () => {
    const query = new TaskStateQuery(dataSource);
    await dataSource.query('ALTER TABLE data_pipeline_model_usage RENAME TO away');
    try {
      const results = await Promise.allSettled([query.find('task_1'), query.find('task_2')]);
      expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    } finally {
      await dataSource.query('ALTER TABLE away RENAME TO data_pipeline_model_usage');
    }
    expect((await query.find('task_1'))?.task.taskId).toBe('task_1');
  });

  it('lists page by page, newest first, with the status of each step and the total', async () => {
    const query = new TaskPageQuery(dataSource);
    const page = await query.find({ limit: 2, offset: 1 });
    expect(page.total).toBe(3);
    expect(page.tasks.map(({ task }) => task.taskId)).toEqual(['task_2', 'task_1']);
    expect(page.tasks[1]).toMatchObject({
      task: { status: 'failed', parameters: { a: [1] }, createdAt: new Date('2025-07-01T08:00:00.123Z') },
      stepStatus: {
        ddl_generation: 'completed',
        qa_generation: 'failed',
        sql_validation: 'pending',
        training_load: 'pending',
      },
    });
    const [same, other] = await Promise.all([
      query.find({ limit: 2, offset: 1 }),
      query.find({ limit: 1, offset: 0 }),
      query.find({ limit: 2, offset: 1 }),
    ]);
    expect([same, other.tasks.map(({ task }) => task.taskId)]).toEqual([page, ['task_3']]);
    const failed = await query.find({ status: 'failed', limit: 50, offset: 0 });
    expect([failed.total, failed.tasks.map(({ task }) => task.taskId)]).toEqual([1, ['task_1']]);
    expect(await query.find({ limit: 50, offset: 3 })).toEqual({ tasks: [], total: 3, rows: '[]' });
  });
});
