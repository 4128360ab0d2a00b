import { compareWithQuestion } from './question/compare-with-question.js';
import type { ColumnsOf } from './question/rules/columns.js';
import type { ValuesOf } from './question/rules/values.js';
import { compareReadings, readingOf, type Reading, type SlotDifference } from '#libs/sql-reading';
import { pairId, type QuestionSqlPair } from '#libs/step-files';

/** Whether a statement asks what its question asks. */
export interface ReadBack {
  /** Null where nothing can be compared. */
  readonly agrees: boolean | null;
  /** What the statement was compared with: the intent that the question was made from, or the words of the question. */
  readonly by: 'intent' | 'question' | null;
  /** The parts that differ. */
  readonly slots: readonly SlotDifference[];
}

const UNREAD: ReadBack = { agrees: null, by: null, slots: [] };

/**
 * @param found the reading of the statement as it is now; null for a statement that cannot be read
 * @param columnsOf the columns of a table, as readings name it
 * @param valuesOf the values of a column, `table.column` as readings name it
 */
export function readBack(
  pair: Pick<QuestionSqlPair, 'id' | 'question' | 'reading'>,
  found: Reading | null,
  valuesOf: ValuesOf = () => null,
  columnsOf: ColumnsOf = () => [],
): ReadBack {
  if (found === null) {
    return UNREAD;
  }
  const intended = intentOf(pair);
  const slots =
    intended === null
      ? compareWithQuestion(pair.question, found, valuesOf, columnsOf)
      : compareReadings(intended, found);
  return { agrees: slots.length === 0, by: intended === null ? 'question' : 'intent', slots };
}

/** Whether the pair knows what its author meant; otherwise only the words of the question do. */
export function hasIntent(pair: Pick<QuestionSqlPair, 'id' | 'question' | 'reading'>): boolean {
  return intentOf(pair) !== null;
}

/** The reading that the generator wrote, as long as the question is the one that it wrote. */
function intentOf({ id, question, reading }: Pick<QuestionSqlPair, 'id' | 'question' | 'reading'>): Reading | null {
  return reading === null || pairId(question) !== id ? null : readingOf(reading);
}
