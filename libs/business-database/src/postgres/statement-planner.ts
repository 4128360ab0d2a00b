import type { ConnectionLender } from '#libs/postgres';
import type { Plan, StatementFailure, Timed } from '../statement-runner.js';
import { explainBatch } from './explain-batch.js';

/** Statements that a connection is sent at most together. */
const MOST_TOGETHER = 32;
/** Characters after which a batch is full: long statements take long by themselves. */
const FULL = 100_000;

interface Waiting {
  readonly sql: string;
  readonly resolve: (answer: Timed<Plan | StatementFailure>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Plans accepted statements without running them. The round trip dominates the planning time, so concurrent statements
 * are sent as one batch. A connection is borrowed for one batch at a time.
 */
export class StatementPlanner {
  private readonly waiting: Waiting[] = [];
  /** Batches under way. */
  private busy = 0;
  private isSending = false;

  /** @param connections that are used at once, at most. */
  constructor(
    private readonly lender: ConnectionLender,
    private readonly connections: number,
  ) {}

  /** Pending statements that keep all connections busy and as many batches ready. */
  get capacity(): number {
    return this.connections * MOST_TOGETHER * 2;
  }

  /** @throws the lender's error, or the driver's error when the connection breaks. */
  plan(sql: string): Promise<Timed<Plan | StatementFailure>> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ sql, resolve, reject });
      this.sendSoon();
    });
  }

  /** At the end of this turn of the event loop, with all its statements. */
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
    const free = this.connections - this.busy;
    const share = Math.min(MOST_TOGETHER, Math.ceil(this.waiting.length / Math.max(free, 1)));
    for (let lane = 0; lane < free && this.waiting.length > 0; lane += 1) {
      void this.explain(this.nextBatch(share));
    }
  }

  private nextBatch(most: number): Waiting[] {
    let characters = 0;
    const full = this.waiting.findIndex(({ sql }, index) => index === most || (characters += sql.length) > FULL);
    return this.waiting.splice(0, full === -1 ? most : Math.max(full, 1));
  }

  private async explain(batch: readonly Waiting[]): Promise<void> {
    this.busy += 1;
    try {
      const { answers, seconds } = await this.lender.lend(async (client) => {
        const startedAt = performance.now();
        const given = await explainBatch(
          client,
          batch.map(({ sql }) => sql),
        );
        return { answers: given, seconds: (performance.now() - startedAt) / 1000 / given.length };
      });
      answers.forEach((answer, index) => batch[index]?.resolve({ ...answer, seconds }));
      this.waiting.unshift(...batch.slice(answers.length));
    } catch (error) {
      batch.forEach(({ reject }) => reject(error));
    } finally {
      this.busy -= 1;
      if (this.waiting.length > 0) {
        this.sendSoon();
      }
    }
  }
}
