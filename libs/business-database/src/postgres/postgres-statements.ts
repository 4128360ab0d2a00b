import pLimit from 'p-limit';
import type { ConnectionLender } from '#libs/postgres';
import type { Execution, Plan, StatementFailure, StatementRunner, Timed } from '../statement-runner.js';
import { executeStatement } from './execute-statement.js';
import { StatementPlanner } from './statement-planner.js';

/** Plans and executes statements on connections of the lender. */
export class PostgresStatements implements StatementRunner {
  private readonly planner: StatementPlanner;
  /** A task takes no more than its share of the connections, so that others get their turn. */
  private readonly executing: ReturnType<typeof pLimit>;

  /** @param translate translates errors of the driver. */
  constructor(
    private readonly lender: ConnectionLender,
    connections: number,
    private readonly translate: <T>(work: Promise<T>) => Promise<T>,
  ) {
    this.planner = new StatementPlanner(lender, connections);
    this.executing = pLimit(connections);
  }

  get capacity(): number {
    return this.planner.capacity;
  }

  plan(sql: string): Promise<Timed<Plan | StatementFailure>> {
    return this.translate(this.planner.plan(sql));
  }

  execute(sql: string, maxRows: number): Promise<Timed<Execution | StatementFailure>> {
    const timed = async (): Promise<Timed<Execution | StatementFailure>> =>
      this.lender.lend(async (client) => {
        const startedAt = performance.now();
        const run = await executeStatement(client, sql, maxRows);
        return { ...run, seconds: (performance.now() - startedAt) / 1000 };
      });
    return this.translate(this.executing(timed));
  }

  async volatileFunctions(): Promise<ReadonlySet<string>> {
    const reading = this.lender.lend((client) =>
      client.query<{ name: string }>(
        `SELECT DISTINCT p.proname AS name FROM pg_catalog.pg_proc p
         WHERE p.provolatile = 'v' AND p.pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`,
      ),
    );
    const { rows } = await this.translate(reading);
    return new Set(rows.map(({ name }) => name));
  }
}
