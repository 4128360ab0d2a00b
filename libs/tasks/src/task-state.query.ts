import type { DataSource } from 'typeorm';
import {
  ExecutionEntity,
  JsonRows,
  ModelUsageEntity,
  preparedQuery,
  TaskEntity,
  type PreparedStatement,
} from '#libs/database';
import { STEP_NAMES } from '#libs/pipeline';
import { LookupBatch } from './lookup-batch.js';

export interface FoundTask {
  readonly task: TaskEntity;
  readonly executions: readonly ExecutionEntity[];
  /** By step and model. */
  readonly usage: readonly ModelUsageEntity[];
}

type Json = Record<string, unknown>;

interface FoundRow {
  readonly task: Json;
  readonly executions: readonly Json[] | null;
  readonly usage: readonly Json[] | null;
}

/** A task with everything that its state is computed from, in one statement. */
export class TaskStateQuery {
  /** `$1` is an array of task ids. Every execution, oldest first. */
  readonly historyStatement: PreparedStatement;
  /** The same with the newest execution of each step, superseded ones excluded. */
  readonly stateStatement: PreparedStatement;
  private readonly tasks: JsonRows<TaskEntity>;
  private readonly executions: JsonRows<ExecutionEntity>;
  private readonly usage: JsonRows<ModelUsageEntity>;
  private readonly states = new LookupBatch((taskIds) => this.read(this.stateStatement, taskIds));

  constructor(private readonly dataSource: DataSource) {
    this.tasks = new JsonRows(dataSource.getMetadata(TaskEntity));
    this.executions = new JsonRows(dataSource.getMetadata(ExecutionEntity));
    this.usage = new JsonRows(dataSource.getMetadata(ModelUsageEntity));
    const all = `SELECT ${this.executions.columns('e')} FROM ${this.executions.table} AS e
                  WHERE e.task_id = task."taskId"`;
    this.historyStatement = { name: 'data_pipeline_task_history', text: this.sql(`${all} ORDER BY e.id`) };
    this.stateStatement = {
      name: 'data_pipeline_task_state',
      text: this.sql(
        `SELECT newest.* FROM unnest(ARRAY[${STEP_NAMES.map((step) => `'${step}'`).join(', ')}]) AS step
          CROSS JOIN LATERAL (${all} AND e.execution_step = step AND NOT e.superseded ORDER BY e.id DESC LIMIT 1) AS newest`,
      ),
    };
  }

  /** Null for an unknown task. */
  async findWithHistory(taskId: string): Promise<FoundTask | null> {
    return (await this.read(this.historyStatement, [taskId])).get(taskId) ?? null;
  }

  /** With the newest execution of each step, superseded ones excluded; null for an unknown task. */
  find(taskId: string): Promise<FoundTask | null> {
    return this.states.find(taskId);
  }

  /** Redundant LIMIT: fixes the row estimate (ten ids otherwise), so that the generic plan is kept. */
  private sql(executions: string): string {
    return `SELECT to_json(task) AS task,
                   (SELECT json_agg(execution) FROM (${executions}) AS execution) AS executions,
                   (SELECT json_agg(spent) FROM
                      (SELECT ${this.usage.columns('u')} FROM ${this.usage.table} AS u
                        WHERE u.task_id = task."taskId" ORDER BY u.step_name, u.model) AS spent) AS usage
              FROM (SELECT ${this.tasks.columns('t')} FROM ${this.tasks.table} AS t
                     WHERE t.task_id = ANY($1) LIMIT cardinality($1)) AS task`;
  }

  private async read(statement: PreparedStatement, taskIds: readonly string[]): Promise<Map<string, FoundTask>> {
    const rows = await preparedQuery<FoundRow>(this.dataSource, statement, [taskIds]);
    return new Map(rows.map((row) => [String(row.task['taskId']), this.found(row)]));
  }

  private found({ task, executions, usage }: FoundRow): FoundTask {
    return {
      task: this.tasks.revive(task),
      executions: (executions ?? []).map((row) => this.executions.revive(row)),
      usage: (usage ?? []).map((row) => this.usage.revive(row)),
    };
  }
}
