import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { SqlError } from 'libpg-query';
import { isExhausted, SqlTooComplex } from './sql-too-complex.js';

export type ParserCall = 'parse' | 'scan' | 'fingerprint';

/** In the folder of this file, with the same extension: `.ts` in tests, `.js` in the build. */
const THREAD = fileURLToPath(new URL(`./parser-thread${extname(import.meta.url)}`, import.meta.url));
/** A tree of a statement at the limits takes a tenth of it. */
const MEMORY_MB = 1024;

interface Work {
  readonly id: number;
  readonly call: ParserCall;
  readonly sql: string;
  readonly timeoutMs: number;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: Pick<SqlError, 'name' | 'message'> & { readonly sqlDetails: SqlError['sqlDetails'] | null };
}

/** One thread that parses one text after the other. A text that takes too long ends the thread, and the next one gets another. */
export class ParserThread {
  private worker: Worker | null = null;
  private current: Work | null = null;
  private timer: NodeJS.Timeout | undefined;
  private readonly waiting: Work[] = [];
  private lastId = 0;

  /** @throws SqlTooComplex; SqlError for a text that is not SQL */
  run(call: ParserCall, sql: string, timeoutMs: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.lastId += 1;
      this.waiting.push({ id: this.lastId, call, sql, timeoutMs, resolve, reject });
      this.next();
    });
  }

  private next(): void {
    if (this.current !== null) {
      return;
    }
    const work = this.waiting.shift();
    if (work === undefined) {
      // An idle thread keeps no process alive.
      this.worker?.unref();
      return;
    }
    this.current = work;
    this.worker ??= this.start();
    this.worker.ref();
    this.timer = setTimeout(() => this.giveUp('time'), work.timeoutMs);
    this.worker.postMessage({ id: work.id, call: work.call, sql: work.sql });
  }

  private start(): Worker {
    const worker = new Worker(THREAD, { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } });
    worker.on('message', (reply: Reply) => this.settle(worker, reply));
    // Out of memory, or a defect of the parser.
    worker.on('error', () => this.lost(worker));
    worker.on('exit', () => this.lost(worker));
    return worker;
  }

  private settle(worker: Worker, { id, result, error }: Reply): void {
    if (worker !== this.worker || this.current?.id !== id) {
      return;
    }
    const { resolve, reject } = this.done(this.current);
    if (error === undefined) {
      resolve(result);
    } else {
      reject(errorOf(error));
    }
    this.next();
  }

  private lost(worker: Worker): void {
    if (worker === this.worker) {
      this.giveUp('memory');
    }
  }

  private giveUp(reason: 'time' | 'memory'): void {
    void this.worker?.terminate();
    this.worker = null;
    if (this.current !== null) {
      this.done(this.current).reject(new SqlTooComplex(reason));
    }
    this.next();
  }

  private done(work: Work): Work {
    clearTimeout(this.timer);
    this.current = null;
    return work;
  }
}

function errorOf(error: NonNullable<Reply['error']>): Error {
  if (isExhausted(error)) {
    return new SqlTooComplex('memory');
  }
  const { message, sqlDetails } = error;
  return sqlDetails === null ? new Error(message) : new SqlError(message, sqlDetails);
}
