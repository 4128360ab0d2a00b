import type pg from 'pg';
import { translatePostgresError } from '#libs/postgres';
import { explainBatch } from './explain-batch.js';
import {
  openReadOnlyPool,
  type Plan,
  type ReadOnlyLimits,
  type RunOptions,
  type StatementFailure,
} from './run-read-only.js';

/** Statements that a connection is sent at most together. */
const MOST_TOGETHER = 32;
/** Characters after which a batch is full: long statements take long by themselves. */
const FULL = 100_000;

/** What the server answers, and the statement's share of the time that its batch took, without its wait for a turn. */
export type TimedPlan = (Plan | StatementFailure) & { readonly seconds: number };

interface Waiting {
  readonly sql: string;
  readonly resolve: (answer: TimedPlan) => void;
  readonly reject: (error: unknown) => void;
}

interface Lane {
  client: Promise<pg.PoolClient> | null;
  isBusy: boolean;
}

/**
 * Plans accepted statements without running them. Planning is short, so the way to the server and back is most of it:
 * statements that are asked for at the same time go together. The sessions are read-only.
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
    this.pool = openReadOnlyPool(connectionString, limits);
    this.lanes = Array.from({ length: limits.max }, () => ({ client: null, isBusy: false }));
    options.signal.addEventListener('abort', this.stop, { once: true });
  }

  /** Statements that are asked for at once keep all connections busy and as many batches ready. */
  get capacity(): number {
    return this.lanes.length * MOST_TOGETHER * 2;
  }

  /** @throws DomainError of kind `unavailable` when the database is away; `signal.reason` when stopped. */
  async plan(sql: string): Promise<TimedPlan> {
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
    const free = this.lanes.filter(({ isBusy }) => !isBusy);
    const share = Math.min(MOST_TOGETHER, Math.ceil(this.waiting.length / Math.max(free.length, 1)));
    for (const lane of free) {
      if (this.waiting.length > 0) {
        void this.explain(this.nextBatch(share), lane);
      }
    }
  }

  private nextBatch(most: number): Waiting[] {
    let characters = 0;
    const full = this.waiting.findIndex(({ sql }, index) => index === most || (characters += sql.length) > FULL);
    return this.waiting.splice(0, full === -1 ? most : Math.max(full, 1));
  }

  private async explain(batch: readonly Waiting[], lane: Lane): Promise<void> {
    lane.isBusy = true;
    let client: Lane['client'] = null;
    try {
      this.options.signal.throwIfAborted();
      client = lane.client ??= this.pool.connect();
      const connected = await client;
      const begun = performance.now();
      const answers = await explainBatch(
        connected,
        batch.map(({ sql }) => sql),
      );
      const seconds = (performance.now() - begun) / 1000 / answers.length;
      answers.forEach((answer, index) => batch[index]?.resolve({ ...answer, seconds }));
      this.waiting.unshift(...batch.slice(answers.length));
    } catch (error) {
      // Unless `stop` was first.
      if (lane.client === client) {
        this.drop(lane);
      }
      const { signal, database } = this.options;
      const reason: unknown = signal.aborted ? signal.reason : translatePostgresError(error, database);
      batch.forEach(({ reject }) => reject(reason));
    } finally {
      lane.isBusy = false;
      if (this.waiting.length > 0) {
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
