import type { StatementRunner } from '#libs/business-database';

/** Milliseconds for all trials of a task: after that, statements are planned only. */
const TIME_FOR_ALL = 120_000;

/**
 * `vacuous`: a condition filters nothing · `tells_weakly`: no row lies on a boundary, or another aggregate gives the same ·
 * `unproven`: no time was left to see what its conditions do · `tells`: rows with a value, as many as the form of the question
 * promises · `tells_nothing`: no rows, only NULL and zero, or a single group · `fails`: an error, or too slow.
 */
export type TrialOutcome = 'tells' | 'tells_weakly' | 'unproven' | 'vacuous' | 'tells_nothing' | 'fails';

/** Runs statements until they have told enough, each once. Only one that tells something is an example to follow. */
export class Trials {
  private readonly outcomes = new Map<string, Promise<TrialOutcome>>();
  private spent = 0;

  constructor(private readonly statements: Pick<StatementRunner, 'plan' | 'execute'>) {}

  /**
   * @param leastRows rows with a value that it has to give
   * @throws DomainError of kind `unavailable` when the database goes away
   */
  try(sql: string, leastRows: number): Promise<TrialOutcome> {
    const known = this.outcomes.get(sql) ?? this.run(sql, leastRows);
    this.outcomes.set(sql, known);
    return known;
  }

  private async run(sql: string, leastRows: number): Promise<TrialOutcome> {
    if (this.spent > TIME_FOR_ALL) {
      return (await this.statements.plan(sql)).outcome === 'planned' ? 'tells' : 'fails';
    }
    // The line break ends a comment that the statement may end with.
    const values = "SELECT FROM json_each_text(row_to_json(answer)) WHERE value !~ '^0([.]0+)?$'";
    const told = `SELECT 1 FROM (${sql}\n) AS answer WHERE EXISTS (${values})`;
    const run = await this.statements.execute(told, leastRows);
    this.spent += run.seconds * 1_000;
    if (run.outcome !== 'executed') {
      return 'fails';
    }
    return run.rowCount >= leastRows ? 'tells' : 'tells_nothing';
  }
}
