import type pg from 'pg';
import type { Execution, StatementFailure } from '../statement-runner.js';
import { DECLARE, rolledBack } from './execute-statement.js';
import { PipelinedBatch } from './pipelined-batch.js';
import { statementFailure } from './statement-failure.js';

const MOVE = 'MOVE FORWARD 1 IN checked';
const CLOSE = 'CLOSE checked';
const MOVED = /^MOVE (\d+)$/;

/**
 * Runs accepted statements in one round trip until each has given its first row, which stays in the server, in a read-only
 * transaction that is rolled back. See `PipelinedBatch`.
 * @returns answers in order, the last one a failure where there are fewer answers than statements: the rest was not run.
 * @throws the error of a broken connection
 */
export function executeBatch(
  client: pg.ClientBase,
  statements: readonly string[],
): Promise<(Execution | StatementFailure)[]> {
  return rolledBack(client, () => new CursorBatch(statements).send(client));
}

class CursorBatch extends PipelinedBatch<Execution> {
  /** The server has accepted the statement at which it is. */
  private isDeclared = false;

  handleCommandComplete({ text }: { readonly text: string }): void {
    const [, moved] = MOVED.exec(text) ?? [];
    this.isDeclared = moved === undefined && text.startsWith('DECLARE');
    if (moved !== undefined) {
      this.answers.push({ outcome: 'executed', rowCount: Number(moved) });
    }
  }

  protected textsOf(sql: string): readonly string[] {
    return [DECLARE + sql, MOVE, CLOSE];
  }

  protected failureOf(error: Error): StatementFailure | null {
    const failure = statementFailure(error, DECLARE.length);
    return failure !== null && this.isDeclared ? { ...failure, position: null } : failure;
  }
}
