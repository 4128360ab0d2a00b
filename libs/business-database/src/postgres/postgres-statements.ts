import pLimit from 'p-limit';
import type pg from 'pg';
import type { ConnectionLender } from '#libs/postgres';
import { checkStatement, refusalText, volatileRefusal, type Hazards } from '#libs/sql-safety';
import type {
  Execution,
  FirstRow,
  Plan,
  ReadColumn,
  Reading,
  ReadLimits,
  ReadRow,
  StatementFailure,
  StatementRunner,
  Timed,
} from '../statement-runner.js';
import { readHazards } from './hazards-query.js';
import { executeBatch } from './cursor-batch.js';
import { executeStatement } from './execute-statement.js';
import { readRows } from './read-rows.js';
import { explainBatch } from './explain-batch.js';
import { runFirstRows } from './run-first-rows.js';
import { StatementBatches } from './statement-batches.js';

/** Statements that are planned together. */
const PLANNED_TOGETHER = 32;
/** Statements that are run together: a slow one delays the others. */
const RUN_TOGETHER = 8;

/** Plans and executes statements on connections of the lender. */
export class PostgresStatements implements StatementRunner {
  private readonly planner: StatementBatches<Plan>;
  private readonly executor: StatementBatches<Execution>;
  /** By the time limit. */
  private readonly firstRows = new Map<number, StatementBatches<FirstRow>>();
  /** A task takes no more than its share of the connections, so that others get their turn. */
  private readonly executing: ReturnType<typeof pLimit>;
  private knownHazards: Promise<Hazards> | undefined;

  /** @param translate translates errors of the driver. */
  constructor(
    private readonly lender: ConnectionLender,
    private readonly connections: number,
    private readonly translate: <T>(work: Promise<T>) => Promise<T>,
  ) {
    this.planner = new StatementBatches(lender, connections, PLANNED_TOGETHER, explainBatch);
    this.executor = new StatementBatches(lender, connections, RUN_TOGETHER, executeBatch);
    this.executing = pLimit(connections);
  }

  get capacity(): number {
    return this.planner.capacity;
  }

  plan(sql: string): Promise<Timed<Plan | StatementFailure>> {
    return this.translate(this.planner.answer(sql));
  }

  execute(sql: string, maxRows: number): Promise<Timed<Execution | StatementFailure>> {
    return this.run(sql, (client, runnable) => executeStatement(client, runnable, maxRows));
  }

  async executeTogether(sql: string): Promise<Timed<Execution | StatementFailure>> {
    const runnable = await this.runnable(sql);
    if (typeof runnable !== 'string') {
      return { ...runnable, seconds: 0 };
    }
    return this.translate(this.executor.answer(runnable));
  }

  read(
    sql: string,
    limits: ReadLimits,
    visit: (rows: readonly ReadRow[], columns: readonly ReadColumn[]) => void,
  ): Promise<Timed<Reading | StatementFailure>> {
    return this.run(sql, (client, runnable) => readRows(client, runnable, limits, visit));
  }

  private async run<T>(
    sql: string,
    work: (client: pg.ClientBase, runnable: string) => Promise<T | StatementFailure>,
  ): Promise<Timed<T | StatementFailure>> {
    const runnable = await this.runnable(sql);
    if (typeof runnable !== 'string') {
      return { ...runnable, seconds: 0 };
    }
    const timed = async (): Promise<Timed<T | StatementFailure>> =>
      this.lender.lend(async (client) => {
        const startedAt = performance.now();
        const run = await work(client, runnable);
        return { ...run, seconds: (performance.now() - startedAt) / 1000 };
      });
    return this.translate(this.executing(timed));
  }

  async firstRow(sql: string, timeoutMs: number): Promise<Timed<FirstRow | StatementFailure>> {
    const runnable = await this.runnable(sql);
    if (typeof runnable !== 'string') {
      return { ...runnable, seconds: 0 };
    }
    return this.translate(this.batchesOf(timeoutMs).answer(runnable));
  }

  hazards(): Promise<Hazards> {
    this.knownHazards ??= this.translate(this.lender.lend(readHazards));
    // A server that is away now may be back at the next call.
    this.knownHazards.catch(() => (this.knownHazards = undefined));
    return this.knownHazards;
  }

  private batchesOf(timeoutMs: number): StatementBatches<FirstRow> {
    const batches =
      this.firstRows.get(timeoutMs) ??
      new StatementBatches<FirstRow>(this.lender, this.connections, RUN_TOGETHER, (client, statements) =>
        runFirstRows(client, statements, timeoutMs),
      );
    this.firstRows.set(timeoutMs, batches);
    return batches;
  }

  /** @returns the statement that can be run */
  private async runnable(sql: string): Promise<string | StatementFailure> {
    const hazards = await this.hazards();
    if (hazards.isEmpty) {
      return sql;
    }
    const check = await checkStatement(sql);
    // Callers send accepted statements only; others meet the read-only session.
    const found = check.ok ? hazards.check(sql, check.uses) : { hazard: null, sql };
    return found.hazard === null ? found.sql : refusedBecause(found.hazard);
  }
}

const PERMISSION_DENIED = '42501';

/** @param hazard the object that is, or calls, a VOLATILE function */
export function refusedBecause(hazard: string): StatementFailure {
  const refused = volatileRefusal(hazard);
  const reason = { zh: refusalText(refused, 'zh'), en: refusalText(refused, 'en') };
  return { outcome: 'failed', sqlstate: PERMISSION_DENIED, reason, position: null, suggestedColumn: null };
}
