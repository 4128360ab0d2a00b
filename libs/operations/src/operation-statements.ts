import type { EntityMetadata, EntityTarget } from 'typeorm';
import type { JsonRows, OperationEntity, PreparedStatement, TaskEntity } from '#libs/database';

type Property<E> = keyof E & string;

/** The kinds of operations. A kind that is added is missed by the compiler wherever one is handled per kind. */
export type OperationKind = 'execution' | 'vector_operation' | 'archive' | 'evaluation';

/** How a table of operations differs from the others. In SQL parts `o` is the row. */
export interface OperationColumns<E extends OperationEntity> {
  /** Part of the names of its prepared statements. */
  readonly name: OperationKind;
  readonly entity: EntityTarget<E>;
  /** The id of its job too. */
  readonly id: Property<E>;
  readonly requestedAt: Property<E>;
  /** Written when the operation ends. Values that an ending lacks become NULL. */
  readonly outcome: readonly Property<E>[];
  /** More assignments at the end, in SQL. */
  readonly atEnd?: string;
  /** A statement done with a claim, in SQL. It may read `claimed`; `$3` is the lease token. */
  readonly withClaim?: string;
  /** Statements done with the end, in SQL. `$1` is the id, `$2` the lease token, `$3` the final status. */
  readonly withEnd?: readonly string[];
  /** Has the reason of a release. */
  readonly releaseReason?: Property<E>;
  /** Has the progress of a running operation. */
  readonly progress?: Property<E>;
  /** Has the milestone. */
  readonly milestone?: Property<E>;
  /** Condition in SQL: the operation is to be cancelled. */
  readonly cancelRequested: string;
  /** Condition in SQL: nothing else has to end before this operation can start. Always true when absent. */
  readonly ready?: string;
  /**
   * The condition that something it waited for has ended within the last `$1` milliseconds, so that the queue may be about
   * to start it. Never true when absent.
   */
  readonly justReady?: string;
}

const ACTIONS = [
  'find',
  'task',
  'claim',
  'renew',
  'milestone',
  'release',
  'end',
  'cancelPending',
  'withdraw',
  'abandoned',
  'silent',
] as const;

export type OperationStatements = Readonly<Record<(typeof ACTIONS)[number], PreparedStatement>>;

/** Milliseconds as an interval. */
const interval = (parameter: string): string => `(${parameter} * interval '1 millisecond')`;

/** No lease: an older version of the product ran archives without one. */
const EXPIRED = `coalesce(o.lease_expires_at, '-infinity') < now()`;
const NO_LEASE = 'lease_token = NULL, lease_expires_at = NULL';
const OPEN = `o.status IN ('pending', 'running')`;

/** The statements of one table. A row is always `o`. */
export function operationStatements<E extends OperationEntity>(
  metadata: EntityMetadata,
  columns: OperationColumns<E>,
  rows: JsonRows<E>,
  tasks: JsonRows<TaskEntity>,
): OperationStatements {
  const column = (property: string): string => `"${metadata.findColumnWithPropertyName(property)?.databaseName}"`;
  const optional = (property: string | undefined, value: string): string =>
    property === undefined ? '' : `, ${column(property)} = ${value}`;
  const table = `${rows.table} AS o`;
  const id = column(columns.id);
  const outcome = (first: number): string =>
    columns.outcome.map((property, index) => `, ${column(property)} = $${first + index}`).join('') +
    (columns.atEnd === undefined ? '' : `, ${columns.atEnd}`);
  const held = (token: string): string => `o.${id} = $1 AND o.status = 'running' AND o.lease_token = ${token}`;

  const withEnd = (columns.withEnd ?? []).map((statement, index) => `with_end_${index} AS (${statement})`);

  const texts: Readonly<Record<keyof OperationStatements, string>> = {
    find: `SELECT ${rows.columns('o')} FROM ${table} WHERE o.${id} = $1`,
    task: `
      SELECT ${tasks.columns('t')}
        FROM ${tasks.table} AS t
        JOIN ${table} ON t.task_id = o.task_id
       WHERE o.${id} = $1`,
    claim: `
      WITH claimed AS (
        UPDATE ${table}
           SET status = 'running', started_at = coalesce(o.started_at, now()), lease_token = $3, worker_id = $4,
               lease_expires_at = now() + ${interval('$2')}, heartbeat_at = now(), attempts = o.attempts + 1,
               takeovers = o.takeovers + (o.status = 'running')::int
         WHERE o.${id} = $1 AND (o.status = 'pending' AND (${columns.ready ?? 'true'}) OR o.status = 'running' AND ${EXPIRED})
        RETURNING ${rows.columns('o')}
      )${columns.withClaim === undefined ? '' : `, with_claim AS (${columns.withClaim})`}
      SELECT to_json(claimed) AS operation, to_json(task) AS task
        FROM claimed
        LEFT JOIN (SELECT ${tasks.columns('t')} FROM ${tasks.table} AS t) AS task
          ON task."taskId" = claimed."taskId"`,
    renew: `
      UPDATE ${table}
         SET lease_expires_at = now() + ${interval('$2')}, heartbeat_at = now()${optional(columns.progress, '$4')}
       WHERE ${held('$3')}
      RETURNING (${columns.cancelRequested}) AS cancelled`,
    milestone:
      columns.milestone === undefined
        ? ''
        : `UPDATE ${table} SET ${column(columns.milestone)} = $3 WHERE ${held('$2')} RETURNING o.${id}`,
    release: `
      UPDATE ${table}
         SET status = 'pending', ${NO_LEASE}, worker_id = NULL, waiting = coalesce($3::jsonb, o.waiting)${optional(columns.progress, 'NULL')}${optional(columns.releaseReason, '$4')}
       WHERE ${held('$2')}`,
    end: `
      ${withEnd.length === 0 ? '' : `WITH ${withEnd.join(', ')}`}
      UPDATE ${table}
         SET status = $3, completed_at = now(), waiting = NULL, ${NO_LEASE}${outcome(4)}
       WHERE o.${id} = $1 AND (o.status = 'running' AND o.lease_token = $2 OR $2 IS NULL AND ${OPEN})
      RETURNING o.${id}`,
    cancelPending: `
      UPDATE ${table}
         SET status = $2, completed_at = now(), waiting = NULL${outcome(3)}
       WHERE o.${id} = $1 AND o.status = 'pending'
      RETURNING o.${id}`,
    withdraw: `DELETE FROM ${table} WHERE o.${id} = $1 AND o.status = 'pending'`,
    abandoned: `
      SELECT ${rows.columns('o')}, (${columns.cancelRequested}) AS cancelled
        FROM ${table}
       WHERE ${OPEN} AND o.${column(columns.requestedAt)} < now() - ${interval('$1')}
         AND (o.status = 'pending' OR ${EXPIRED}) AND (${columns.ready ?? 'true'}) AND NOT (${columns.justReady ?? 'false'})
       ORDER BY o.${column(columns.requestedAt)}, o.${id}`,
    silent: `
      SELECT ${rows.columns('o')}
        FROM ${table}
       WHERE o.status = 'running' AND coalesce(o.heartbeat_at, o.started_at) < now() - ${interval('$1')}
       ORDER BY o.heartbeat_at`,
  };
  const named = ACTIONS.map((action) => [action, { name: statementName(columns.name, action), text: texts[action] }]);
  return Object.fromEntries(named) as OperationStatements;
}

function statementName(table: string, action: keyof OperationStatements): string {
  return `data_pipeline_${table}_${action === 'renew' ? 'heartbeat' : action.toLowerCase()}`;
}
