import { setImmediate } from 'node:timers/promises';
import { describeStatement, type StatementShape } from '#libs/sql-safety';
import { isValid } from '#libs/statement-validation';
import { currentSql } from '../outcome.js';
import { wasRepaired, type PairResult } from '../pair-result.js';

/** Parsing blocks the event loop: yield after so many statements. */
const TURN = 50;

/** The shapes of the valid statements, by the index of the result; only repaired ones are parsed again. */
export async function validShapes(results: readonly PairResult[]): Promise<Map<number, StatementShape>> {
  const shapes = new Map<number, StatementShape>();
  for (const [place, result] of results.filter(({ final }) => isValid(final)).entries()) {
    if (place % TURN === TURN - 1) {
      await setImmediate();
    }
    const known = wasRepaired(result) ? null : result.shape;
    shapes.set(result.index, known ?? (await describeStatement(currentSql(result))));
  }
  return shapes;
}
