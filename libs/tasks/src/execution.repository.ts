import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type EntityManager, type Repository } from 'typeorm';
import { ExecutionEntity, JsonRows, preparedQuery, type PreparedStatement } from '#libs/database';
import { STEP_NAMES, type StepName } from '#libs/pipeline';

export type NewestExecution = Pick<ExecutionEntity, 'taskId' | 'step' | 'status' | 'executionId' | 'superseded'>;

/** How an execution ended, if it did, without its result. */
const ENDED_FACTS = ['step', 'status', 'superseded', 'errorMessage', 'completedAt'] as const;

type EndedFacts = Pick<ExecutionEntity, (typeof ENDED_FACTS)[number]>;

/** Queries on the table of executions. All instants are the database's, so that clocks of machines never mix. */
@Injectable()
export class ExecutionRepository {
  private readonly facts: JsonRows<ExecutionEntity>;
  private readonly factsStatement: PreparedStatement;

  constructor(@InjectRepository(ExecutionEntity) private readonly rows: Repository<ExecutionEntity>) {
    this.facts = new JsonRows(rows.metadata, ENDED_FACTS);
    this.factsStatement = {
      name: 'data_pipeline_execution_facts',
      text: `SELECT ${this.facts.columns('e')} FROM ${this.facts.table} AS e WHERE e.task_id = $1 ORDER BY e.id`,
    };
  }

  /** Oldest first. */
  ofTask(taskId: string, manager?: EntityManager): Promise<ExecutionEntity[]> {
    return (manager?.getRepository(ExecutionEntity) ?? this.rows).find({ where: { taskId }, order: { id: 'ASC' } });
  }

  /** Those of the runs whose ids begin like this, oldest first. */
  ofKey(taskId: string, beginning: string): Promise<ExecutionEntity[]> {
    return this.rows
      .createQueryBuilder('e')
      .where('e.taskId = :taskId AND starts_with(e.run_id::text, :beginning)', { taskId, beginning })
      .orderBy('e.id', 'ASC')
      .getMany();
  }

  /** The facts that the state of a task is computed from, oldest first. */
  async factsOfTask(manager: EntityManager, taskId: string): Promise<EndedFacts[]> {
    const rows = await preparedQuery<Record<string, unknown>>(manager, this.factsStatement, [taskId]);
    return rows.map((row) => this.facts.revive(row));
  }

  /** The executions of a run that have not ended, oldest first. */
  openOfRun(runId: string): Promise<ExecutionEntity[]> {
    return this.rows.find({ where: { runId, status: In(['pending', 'running']) }, order: { id: 'ASC' } });
  }

  /** The executions of a run that have not ended, oldest first, locked until the transaction ends. */
  lockOpen(manager: EntityManager, runId: string): Promise<ExecutionEntity[]> {
    return manager.find(ExecutionEntity, {
      where: { runId, status: In(['pending', 'running']) },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /**
   * The newest execution of each step of these tasks, superseded ones excluded.
   * @param onlyCompleted completed executions only
   */
  newest(taskIds: readonly string[], onlyCompleted = false): Promise<NewestExecution[]> {
    // Each is found at the end of its part of the index, however often its task has run.
    return this.rows.query<NewestExecution[]>(
      `SELECT newest.*
         FROM unnest($1::text[]) AS asked (task_id)
        CROSS JOIN unnest($2::text[]) AS step
        CROSS JOIN LATERAL (
          SELECT e.task_id AS "taskId", e.execution_step AS step, e.status, e.execution_id AS "executionId", e.superseded
            FROM data_pipeline_task_executions AS e
           WHERE e.task_id = asked.task_id AND e.execution_step = step AND NOT e.superseded
             AND (e.status = 'completed' OR NOT $3)
           ORDER BY e.id DESC
           LIMIT 1) AS newest`,
      [taskIds, STEP_NAMES, onlyCompleted],
    );
  }

  /** Removes the executions of a run that never started. @returns them. */
  async removePending(manager: EntityManager, runId: string): Promise<ExecutionEntity[]> {
    const pending = await manager.find(ExecutionEntity, { where: { runId, status: 'pending' }, order: { id: 'ASC' } });
    if (pending.length > 0) {
      await manager.delete(ExecutionEntity, { runId, status: 'pending' });
    }
    return pending;
  }

  countOfRun(manager: EntityManager, runId: string): Promise<number> {
    return manager.countBy(ExecutionEntity, { runId });
  }

  /** Superseded executions count again. */
  async reinstate(manager: EntityManager, executionIds: readonly string[]): Promise<void> {
    if (executionIds.length > 0) {
      await manager.update(ExecutionEntity, { executionId: In([...executionIds]) }, { superseded: false });
    }
  }

  /** Marks earlier executions of these steps as superseded; their outputs are removed. */
  async supersede(manager: EntityManager, taskId: string, steps: readonly StepName[]): Promise<void> {
    if (steps.length > 0) {
      await manager.update(ExecutionEntity, { taskId, step: In([...steps]), superseded: false }, { superseded: true });
    }
  }
}
