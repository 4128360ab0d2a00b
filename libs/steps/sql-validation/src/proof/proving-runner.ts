import type { Execution, StatementFailure, StatementRunner, Timed } from '#libs/business-database';
import type { Prover } from '#libs/pair-proof';

/**
 * Executes statements by proving them: a proof reads the whole result, so the validation need not run the statement again.
 * What a proof cannot run is executed as usual.
 */
export class ProvingRunner implements StatementRunner {
  constructor(
    private readonly statements: StatementRunner,
    private readonly prover: Prover,
  ) {}

  get capacity(): number {
    return this.statements.capacity;
  }

  plan(sql: string): ReturnType<StatementRunner['plan']> {
    return this.statements.plan(sql);
  }

  async execute(sql: string, maxRows: number): Promise<Timed<Execution | StatementFailure>> {
    const { runs, failure, isEmpty, seconds } = await this.prover.prove(sql);
    if (failure !== null) {
      return { ...failure, position: null, seconds };
    }
    return runs
      ? { outcome: 'executed', rowCount: isEmpty ? 0 : maxRows, seconds }
      : this.statements.execute(sql, maxRows);
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
