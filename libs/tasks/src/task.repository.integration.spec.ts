import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { createTaskDatabase } from '../../../test/harness/filled-database.js';
import type { TestDatabase } from '../../../test/harness/test-database.js';
import { dataSourceOptions, TaskEntity } from '#libs/database';
import { STEP_NAMES, taskParametersSchema } from '#libs/pipeline';
import type { FirstChange, NewTask } from './create-task.query.js';
import type { LogEntry } from './log-entry.js';
import { TaskRepository } from './task.repository.js';

const AT = new Date('2025-07-01T12:00:00.123Z');

function newTask(properties: Partial<NewTask> = {}): NewTask {
  return {
    taskName: 'n',
    byUser: 'ci',
    parameters: taskParametersSchema.parse({ db_name: 'shop' }),
    tableList: ['a', 'b'],
    idempotencyKey: null,
    idempotencyHash: null,
    createdAt: AT,
    ...properties,
  };
}

const firstEntry = (taskId: string): LogEntry => ({ level: 'INFO', module: `TaskDir_${taskId}`, message: 'begun' });

const change = (): FirstChange => ({ changeId: randomUUID(), names: ['task_config.json'] });

describe('the repository of tasks', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTaskDatabase('task_repository');
    // One connection: what is prepared on it can be looked at.
    dataSource = await new DataSource(dataSourceOptions(database.url, 1, 'test')).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const repository = () => new TaskRepository(dataSource.getRepository(TaskEntity));

  const logOf = (taskId: string): Promise<unknown[]> =>
    dataSource.query(
      `SELECT log_level, module_name, message, "timestamp" FROM data_pipeline_task_logs WHERE task_id = $1`,
      [taskId],
    );

  it('makes a task with the beginning of its log', async () => {
    const task = await repository().insert('task_one', newTask(), firstEntry, change());
    expect(task).toEqual(await dataSource.getRepository(TaskEntity).findOneBy({ taskId: 'task_one' }));
    expect(task).toMatchObject({ createdAt: AT, tableList: ['a', 'b'], dbName: 'shop', outputDirectory: 'task_one' });
    expect(await logOf('task_one')).toEqual([
      { log_level: 'INFO', module_name: 'TaskDir_task_one', message: 'begun', timestamp: AT },
    ]);
  });

  it('takes the next id where another process has one, and writes nothing for the one that is taken', async () => {
    await repository().insert(
      'task_two',
      newTask({ createdAt: new Date('2025-07-02T12:00:00Z') }),
      firstEntry,
      change(),
    );
    const before = await logOf('task_two');
    const second = await repository().insert(
      'task_two',
      newTask({ createdAt: new Date('2025-07-02T12:00:00Z') }),
      firstEntry,
      change(),
    );
    expect(second?.taskId).toBe('task_two_2');
    expect(await logOf('task_two')).toEqual(before);
    expect(await logOf('task_two_2')).toMatchObject([{ module_name: 'TaskDir_task_two_2' }]);
  });

  it('makes one task for an idempotency key', async () => {
    const key = newTask({ idempotencyKey: 'k', idempotencyHash: 'h' });
    expect((await repository().insert('task_three', key, firstEntry, change()))?.taskId).toBe('task_three');
    expect(await repository().insert('task_four', key, firstEntry, change())).toBeNull();
    expect(await logOf('task_four')).toEqual([]);
  });

  it('has what every request asks for planned once', async () => {
    const tasks = repository();
    for (let number = 1; number <= 12; number += 1) {
      const task = await tasks.insert(`task_plan_${number}`, newTask(), firstEntry, change());
      const found = await tasks.findState(task?.taskId ?? '');
      await tasks.findWithHistory(task?.taskId ?? '');
      const started = await tasks.startRun({
        task: found?.task ?? new TaskEntity(),
        runId: randomUUID(),
        steps: STEP_NAMES.map((step) => ({ step, executionIdBase: `${task?.taskId}_step_${step}` })),
        mode: 'step' as const,
        requestedBy: null,
        forceExecuted: false,
        filesCleaned: false,
        options: null,
        superseded: [],
      });
      expect(started?.steps.map(({ step }) => step)).toEqual(STEP_NAMES);
    }
    const plans = await dataSource.query<{ name: string; planned: number }[]>(
      `SELECT name, custom_plans::int AS planned FROM pg_prepared_statements ORDER BY name`,
    );
    // PostgreSQL tries a plan for the very values five times before it decides.
    expect(plans).toEqual(
      ['run_start', 'task_creation', 'task_history', 'task_state'].map((name) => ({
        name: `data_pipeline_${name}`,
        planned: 5,
      })),
    );
  });
});
