import type { StatementRunner } from '#libs/business-database';

/** Milliseconds for all trials of a task: after that, statements are planned only. */
const TIME_FOR_ALL = 120_000;

/** Runs statements until their first row, each once. One that is slow, fails or gives no row is no example to follow. */
export class Trials {
  private readonly outcomes = new Map<string, Promise<boolean>>();
  private spent = 0;

  constructor(private readonly statements: Pick<StatementRunner, 'plan' | 'execute'>) {}

  /** @throws DomainError of kind `unavailable` when the database goes away */
  givesRows(sql: string): Promise<boolean> {
    const known = this.outcomes.get(sql) ?? this.run(sql);
    this.outcomes.set(sql, known);
    return known;
  }

  private async run(sql: string): Promise<boolean> {
    if (this.spent > TIME_FOR_ALL) {
      return (await this.statements.plan(sql)).outcome === 'planned';
    }
    const run = await this.statements.execute(sql, 1);
    this.spent += run.seconds * 1_000;
    return run.outcome === 'executed' && run.rowCount > 0;
  }
}
