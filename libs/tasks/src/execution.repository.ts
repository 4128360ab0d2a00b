import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, LessThan, type EntityManager, type Repository } from 'typeorm';
import { ExecutionEntity, JsonRows, preparedQuery, type PreparedStatement } from '#libs/database';
import type { Message } from '#libs/language';
import { STEP_NAMES, type StepName } from '#libs/pipeline';
import { weakerReasons } from './stale-reasons.js';

export type NewestExecution = Pick<
  ExecutionEntity,
  'taskId' | 'step' | 'status' | 'executionId' | 'superseded' | 'staleAt'
>;

/** How an execution ended, if it did, without its result. */
const ENDED_FACTS = ['step', 'status', 'superseded', 'staleAt', 'errorMessage', 'error', 'completedAt'] as const;

type EndedFacts = Pick<ExecutionEntity, (typeof ENDED_FACTS)[number]>;

const COMPLETED_STEP = [
  'id',
  'executionId',
  'taskId',
  'step',
  'completedAt',
  'models',
  'staleAt',
  'staleReason',
] as const;

/** A completed execution, as far as its being stale depends on it. */
export type CompletedStep = Pick<ExecutionEntity, (typeof COMPLETED_STEP)[number]>;

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
          SELECT e.task_id AS "taskId", e.execution_step AS step, e.status, e.execution_id AS "executionId", e.superseded,
                 e.stale_at AS "staleAt"
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

  /** Whether no execution of the run was requested before this one. */
  async isFirstOfRun({ runId, id }: ExecutionEntity): Promise<boolean> {
    return !(await this.rows.existsBy({ runId, id: LessThan(id) }));
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

  /**
   * Marks completed executions of these steps as stale. One that is stale for a weaker reason gets this one.
   * @returns the steps that were marked
   */
  async markStale(
    manager: EntityManager,
    taskId: string,
    steps: readonly StepName[],
    reason: Message,
  ): Promise<StepName[]> {
    if (steps.length === 0) {
      return [];
    }
    const [rows] = await manager.query<[{ step: StepName }[], number]>(
      `UPDATE data_pipeline_task_executions SET stale_at = now(), stale_reason = $3
        WHERE task_id = $1 AND execution_step = ANY($2) AND status = 'completed' AND NOT superseded
          AND (stale_at IS NULL OR stale_reason->>'code' = ANY($4))
       RETURNING execution_step AS step`,
      [taskId, steps, JSON.stringify(reason), weakerReasons(reason)],
    );
    return [...new Set(rows.map(({ step }) => step))];
  }

  /** Makes executions fresh again whose reason to be stale has gone. */
  async unmarkStale(manager: EntityManager, executionIds: readonly string[]): Promise<void> {
    const fresh = { staleAt: null, staleReason: null };
    await manager.update(ExecutionEntity, { executionId: In([...executionIds]) }, fresh);
  }

  /** The newest execution of a step in every task that completed it, superseded ones excluded. */
  newestCompleted(step: StepName): Promise<CompletedStep[]> {
    return this.rows
      .createQueryBuilder('e')
      .select(COMPLETED_STEP.map((property) => `e.${property}`))
      .distinctOn(['e.taskId'])
      .where({ step, superseded: false, status: 'completed' })
      .orderBy('e.taskId')
      .addOrderBy('e.id', 'DESC')
      .getMany();
  }

  /** Marks earlier executions of these steps as superseded; their outputs are removed. */
  async supersede(manager: EntityManager, taskId: string, steps: readonly StepName[]): Promise<void> {
    if (steps.length > 0) {
      await manager.update(ExecutionEntity, { taskId, step: In([...steps]), superseded: false }, { superseded: true });
    }
  }
}
