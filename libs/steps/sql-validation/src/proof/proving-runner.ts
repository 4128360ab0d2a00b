import type { Execution, StatementFailure, StatementRunner, Timed } from '#libs/business-database';
import type { Prover } from '#libs/pair-proof';
import type { SyntaxObject } from '#libs/sql-safety';

/**
 * Executes statements by proving them: a proof reads the whole result, so the validation need not run the statement again.
 * What a proof cannot run is executed as usual.
 */
export class ProvingRunner implements StatementRunner {
  private readonly trees = new Map<string, SyntaxObject>();
  private readonly costs = new Map<string, number>();

  constructor(
    private readonly statements: StatementRunner,
    private readonly prover: Prover,
  ) {}

  get capacity(): number {
    return this.statements.capacity;
  }

  /** The parse tree of a statement that is to be executed. */
  expect(sql: string, tree: SyntaxObject): void {
    this.trees.set(sql, tree);
  }

  async plan(sql: string): ReturnType<StatementRunner['plan']> {
    const plan = await this.statements.plan(sql);
    if (plan.outcome === 'planned') {
      this.costs.set(sql, plan.totalCost);
    } else {
      this.trees.delete(sql);
    }
    return plan;
  }

  async execute(sql: string, maxRows: number): Promise<Timed<Execution | StatementFailure>> {
    const [tree = null, cost = null] = [this.trees.get(sql), this.costs.get(sql)];
    this.trees.delete(sql);
    this.costs.delete(sql);
    const { runs, failure, isEmpty, seconds } = await this.prover.prove(sql, { tree, cost });
    if (failure !== null) {
      return { ...failure, position: null, seconds };
    }
    return runs
      ? { outcome: 'executed', rowCount: isEmpty ? 0 : maxRows, seconds }
      : this.statements.execute(sql, maxRows);
  }

  executeTogether(sql: string): ReturnType<StatementRunner['executeTogether']> {
    return this.statements.executeTogether(sql);
  }

  read(...asked: Parameters<StatementRunner['read']>): ReturnType<StatementRunner['read']> {
    return this.statements.read(...asked);
  }

  firstRow(sql: string, timeoutMs: number): ReturnType<StatementRunner['firstRow']> {
    return this.statements.firstRow(sql, timeoutMs);
  }

  hazards(): ReturnType<StatementRunner['hazards']> {
    return this.statements.hazards();
  }
}
