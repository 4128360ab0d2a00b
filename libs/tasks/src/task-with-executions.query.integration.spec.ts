import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/test-database.js';
import { dataSourceOptions, ExecutionEntity, runMigrations, TaskEntity } from '#libs/database';
import { TaskWithExecutionsQuery } from './task-with-executions.query.js';

describe('TaskWithExecutionsQuery', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase('task_query');
    await runMigrations(database.url);
    dataSource = await new DataSource(dataSourceOptions(database.url, 2, 'test')).initialize();
    await dataSource.query(
      `INSERT INTO data_pipeline_tasks (task_id, parameters, table_list, output_directory, started_at)
       VALUES ('task_1', '{"a": [1]}', '["x"]', 'task_1', now()), ('task_2', '{}', NULL, 'task_2', NULL)`,
    );
    await dataSource.query(
      `INSERT INTO data_pipeline_task_executions
         (execution_id, task_id, run_id, execution_step, status, duration_seconds, execution_result, completed_at)
       VALUES ('e2', 'task_1', gen_random_uuid(), 'ddl_generation', 'completed', 1.5, '{"n": 1}', now()),
              ('e1', 'task_1', gen_random_uuid(), 'qa_generation', 'failed', NULL, NULL, NULL)`,
    );
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('gives the very entities that the repositories give', async () => {
    const query = new TaskWithExecutionsQuery(dataSource);
    for (const taskId of ['task_1', 'task_2']) {
      expect(await query.find(taskId)).toEqual({
        task: await dataSource.getRepository(TaskEntity).findOneBy({ taskId }),
        executions: await dataSource.getRepository(ExecutionEntity).find({ where: { taskId }, order: { id: 'ASC' } }),
      });
    }
    expect((await query.find('task_1'))?.task).toBeInstanceOf(TaskEntity);
    expect(await query.find('task_unknown')).toBeNull();
  });
});
