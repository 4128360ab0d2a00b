import type pg from 'pg';
import { translatePostgresError } from '#libs/postgres';
import {
  attempt,
  openReadOnlyPool,
  type Plan,
  type ReadOnlyLimits,
  type RunOptions,
  type StatementFailure,
} from './run-read-only.js';

const EXPLAIN = 'EXPLAIN (FORMAT JSON) ';

/** One connection and how many statements it has been sent and not answered. */
interface Lane {
  client: Promise<pg.PoolClient> | null;
  underWay: number;
}

/**
 * Plans accepted statements without running them. Planning is short, so the way to the server and back is most of it: each
 * connection is sent the next statements while it works on the first. The sessions are read-only, and a statement is
 * one message of its own that carries no second one.
 */
export class StatementPlanner {
  private readonly pool: pg.Pool;
  private readonly lanes: readonly Lane[];
  private readonly dropAll = (): void => this.lanes.forEach((lane) => this.drop(lane));

  constructor(
    connectionString: string,
    limits: ReadOnlyLimits,
    private readonly options: RunOptions,
  ) {
    this.pool = openReadOnlyPool(connectionString, { ...limits, pipeline: true });
    this.lanes = Array.from({ length: limits.max }, () => ({ client: null, underWay: 0 }));
    // Ending the connections ends the waits; the server stops the statements at the latest by their timeout.
    options.signal.addEventListener('abort', this.dropAll, { once: true });
  }

  /** @throws DomainError of kind `unavailable` when the database is away; `signal.reason` when stopped. */
  async plan(sql: string): Promise<Plan | StatementFailure> {
    const { signal, database } = this.options;
    signal.throwIfAborted();
    const lane = this.lanes.reduce((freest, other) => (other.underWay < freest.underWay ? other : freest));
    lane.underWay += 1;
    const client = (lane.client ??= this.pool.connect());
    try {
      const answer = await attempt(EXPLAIN, await client, sql);
      return 'rows' in answer ? planIn(answer.rows) : answer;
    } catch (error) {
      // The first of those that lose their connection drops it; the lane may have another one by now.
      if (lane.client === client) {
        this.drop(lane);
      }
      signal.throwIfAborted();
      throw translatePostgresError(error, database);
    } finally {
      lane.underWay -= 1;
    }
  }

  async end(): Promise<void> {
    this.options.signal.removeEventListener('abort', this.dropAll);
    this.dropAll();
    await this.pool.end();
  }

  private drop(lane: Lane): void {
    lane.client?.then(
      (client) => client.release(true),
      () => undefined,
    );
    lane.client = null;
  }
}

function planIn(rows: readonly unknown[]): Plan {
  const [row] = rows as [{ 'QUERY PLAN': [{ Plan: { 'Total Cost': number; 'Plan Rows': number } }] }];
  const plan = row['QUERY PLAN'][0].Plan;
  return { outcome: 'planned', totalCost: plan['Total Cost'], estimatedRows: plan['Plan Rows'] };
}
