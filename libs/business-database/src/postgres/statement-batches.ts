import type pg from 'pg';
import type { ConnectionLender } from '#libs/postgres';
import type { StatementFailure, Timed } from '../statement-runner.js';

/** Characters after which a batch is full: long statements take long by themselves. */
const FULL = 100_000;

interface Waiting<A> {
  readonly sql: string;
  readonly resolve: (answer: Timed<A | StatementFailure>) => void;
  readonly reject: (error: unknown) => void;
}

/** Sends statements together; fewer answers than statements, but one at least: the rest was not looked at. */
export type BatchSender<A> = (
  client: pg.ClientBase,
  statements: readonly string[],
) => Promise<(A | StatementFailure)[]>;

/**
 * Accepted statements in batches: where the round trip takes longer than the work of the server, concurrent statements
 * are sent together. A connection is borrowed for one batch at a time.
 */
export class StatementBatches<A> {
  private readonly waiting: Waiting<A>[] = [];
  /** Batches under way. */
  private busy = 0;
  private isSending = false;

  /**
   * @param connections that are used at once, at most
   * @param mostTogether statements that a connection is sent at most together
   */
  constructor(
    private readonly lender: ConnectionLender,
    private readonly connections: number,
    private readonly mostTogether: number,
    private readonly sendTo: BatchSender<A>,
  ) {}

  /** Pending statements that keep all connections busy and as many batches ready. */
  get capacity(): number {
    return this.connections * this.mostTogether * 2;
  }

  /** @throws the lender's error, or the driver's error when the connection breaks. */
  answer(sql: string): Promise<Timed<A | StatementFailure>> {
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
    const share = Math.min(this.mostTogether, Math.ceil(this.waiting.length / Math.max(free, 1)));
    for (let lane = 0; lane < free && this.waiting.length > 0; lane += 1) {
      void this.work(this.nextBatch(share));
    }
  }

  private nextBatch(most: number): Waiting<A>[] {
    let characters = 0;
    const full = this.waiting.findIndex(({ sql }, index) => index === most || (characters += sql.length) > FULL);
    return this.waiting.splice(0, full === -1 ? most : Math.max(full, 1));
  }

  private async work(batch: readonly Waiting<A>[]): Promise<void> {
    this.busy += 1;
    try {
      const { answers, seconds } = await this.lender.lend(async (client) => {
        const startedAt = performance.now();
        const given = await this.sendTo(
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
