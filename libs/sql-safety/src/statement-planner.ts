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

const EXPLAIN = 'EXPLAIN (FORMAT TEXT) ';
/** Statements that a connection is sent at most without an answer. */
const MOST_UNDER_WAY = 8;
/** With so few left, a connection is sent the next ones: together, because sending costs more than planning. */
const FEW_LEFT = 2;

interface Waiting {
  readonly sql: string;
  readonly resolve: (answer: Plan | StatementFailure) => void;
  readonly reject: (error: unknown) => void;
}

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
  private readonly waiting: Waiting[] = [];
  private isSending = false;

  constructor(
    connectionString: string,
    limits: ReadOnlyLimits,
    private readonly options: RunOptions,
  ) {
    this.pool = openReadOnlyPool(connectionString, { ...limits, pipeline: true });
    this.lanes = Array.from({ length: limits.max }, () => ({ client: null, underWay: 0 }));
    options.signal.addEventListener('abort', this.stop, { once: true });
  }

  /** Statements that are asked for at once keep all connections busy and another batch ready. */
  get capacity(): number {
    return (this.lanes.length + 1) * MOST_UNDER_WAY;
  }

  /** @throws DomainError of kind `unavailable` when the database is away; `signal.reason` when stopped. */
  async plan(sql: string): Promise<Plan | StatementFailure> {
    this.options.signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      this.waiting.push({ sql, resolve, reject });
      this.sendSoon();
    });
  }

  async end(): Promise<void> {
    this.options.signal.removeEventListener('abort', this.stop);
    this.stop();
    await this.pool.end();
  }

  /** Ending the connections ends the waits; the server stops the statements at the latest by their timeout. */
  private readonly stop = (): void => {
    this.lanes.forEach((lane) => this.drop(lane));
    this.waiting.splice(0).forEach(({ reject }) => reject(this.options.signal.reason));
  };

  /** When this turn is over, with all that it has asked for. */
  private sendSoon(): void {
    if (!this.isSending) {
      this.isSending = true;
      setImmediate(() => {
        this.isSending = false;
        this.send();
      });
    }
  }

  private send(): void {
    for (const lane of this.lanes) {
      if (lane.underWay <= FEW_LEFT && this.waiting.length > 0) {
        const batch = this.waiting.splice(0, MOST_UNDER_WAY - lane.underWay);
        lane.underWay += batch.length;
        const client = (lane.client ??= this.pool.connect());
        batch.forEach((statement) => void this.explain(statement, lane, client));
      }
    }
  }

  private async explain({ sql, resolve, reject }: Waiting, lane: Lane, client: Promise<pg.PoolClient>): Promise<void> {
    try {
      const answer = await attempt(EXPLAIN, await client, sql);
      resolve('rows' in answer ? planIn(answer.rows) : answer);
    } catch (error) {
      // The first of those that lose their connection drops it; the lane may have another one by now.
      if (lane.client === client) {
        this.drop(lane);
      }
      const { signal, database } = this.options;
      reject(signal.aborted ? signal.reason : translatePostgresError(error, database));
    } finally {
      lane.underWay -= 1;
      if (lane.underWay <= FEW_LEFT && this.waiting.length > 0) {
        this.sendSoon();
      }
    }
  }

  private drop(lane: Lane): void {
    lane.client?.then(
      (client) => client.release(true),
      () => undefined,
    );
    lane.client = null;
  }
}

/** The first line tells all: `Limit  (cost=0.00..1.25 rows=10 width=40)`. */
function planIn(rows: readonly unknown[]): Plan {
  const [first] = rows as [{ 'QUERY PLAN': string }];
  const [, cost, estimate] = /cost=[\d.]+\.\.([\d.]+) rows=(\d+)/.exec(first['QUERY PLAN']) ?? [];
  return { outcome: 'planned', totalCost: Number(cost), estimatedRows: Number(estimate) };
}
