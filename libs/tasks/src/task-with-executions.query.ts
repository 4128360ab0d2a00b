import type { DataSource, EntityMetadata, ObjectLiteral } from 'typeorm';
import { ExecutionEntity, TaskEntity } from '#libs/database';

/** One row of the join: columns of both tables under names that do not collide. */
type JoinedRow = Readonly<Record<string, unknown>>;

/**
 * A task and all of its executions in one statement. It is what clients ask for again and again while a task runs, so
 * its text is made once, from the entities, and rows become entities without a query builder between.
 */
export class TaskWithExecutionsQuery {
  private readonly task: EntityMetadata;
  private readonly execution: EntityMetadata;
  private readonly sql: string;

  constructor(private readonly dataSource: DataSource) {
    this.task = dataSource.getMetadata(TaskEntity);
    this.execution = dataSource.getMetadata(ExecutionEntity);
    this.sql = `SELECT ${columns(this.task, 't')}, ${columns(this.execution, 'e')}
       FROM ${this.task.tableName} AS t LEFT JOIN ${this.execution.tableName} AS e ON e.task_id = t.task_id
      WHERE t.task_id = $1
      ORDER BY e.id`;
  }

  /** Executions oldest first; null for an unknown task. */
  async find(taskId: string): Promise<{ task: TaskEntity; executions: ExecutionEntity[] } | null> {
    const rows = await this.dataSource.query<JoinedRow[]>(this.sql, [taskId]);
    const [first] = rows;
    if (first === undefined) {
      return null;
    }
    const hasExecutions = first['e_execution_id'] !== null;
    return {
      task: entityOf<TaskEntity>(this.task, 't', first),
      executions: hasExecutions ? rows.map((row) => entityOf<ExecutionEntity>(this.execution, 'e', row)) : [],
    };
  }
}

function columns(metadata: EntityMetadata, alias: string): string {
  return metadata.columns
    .map(({ databaseName }) => `${alias}."${databaseName}" AS "${alias}_${databaseName}"`)
    .join(', ');
}

/** The entities of these tables have no transformers and no embedded parts: a column is a property. */
function entityOf<T extends ObjectLiteral>(metadata: EntityMetadata, alias: string, row: JoinedRow): T {
  const entity = metadata.create() as ObjectLiteral;
  for (const { propertyName, databaseName } of metadata.columns) {
    entity[propertyName] = row[`${alias}_${databaseName}`];
  }
  return entity as T;
}
