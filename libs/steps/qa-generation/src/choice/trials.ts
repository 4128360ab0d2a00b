import type { StatementRunner } from '#libs/business-database';

/** Milliseconds for all trials of a task: after that, statements are planned only. */
const TIME_FOR_ALL = 120_000;

/**
 * Runs statements until they have told enough, each once. One that is slow, fails, gives nothing but NULL, or parts the rows
 * into a single group, is no example to follow.
 */
export class Trials {
  private readonly outcomes = new Map<string, Promise<boolean>>();
  private spent = 0;

  constructor(private readonly statements: Pick<StatementRunner, 'plan' | 'execute'>) {}

  /**
   * @param leastRows rows with a value that it has to give
   * @throws DomainError of kind `unavailable` when the database goes away
   */
  givesRows(sql: string, leastRows: number): Promise<boolean> {
    const known = this.outcomes.get(sql) ?? this.run(sql, leastRows);
    this.outcomes.set(sql, known);
    return known;
  }

  private async run(sql: string, leastRows: number): Promise<boolean> {
    if (this.spent > TIME_FOR_ALL) {
      return (await this.statements.plan(sql)).outcome === 'planned';
    }
    // The line break ends a comment that the statement may end with.
    const told = `SELECT 1 FROM (${sql}\n) AS answer WHERE NOT (answer IS NULL)`;
    const run = await this.statements.execute(told, leastRows);
    this.spent += run.seconds * 1_000;
    return run.outcome === 'executed' && run.rowCount >= leastRows;
  }
}
