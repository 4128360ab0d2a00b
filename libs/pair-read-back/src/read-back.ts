import { compareWithQuestion, type Surroundings } from './question/compare-with-question.js';
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

const UNKNOWN: Surroundings = { valuesOf: () => null, columnsOf: () => [], figures: [] };
const UNREAD: ReadBack = { agrees: null, by: null, slots: [] };

/**
 * @param found the reading of the statement as it is now; null for a statement that cannot be read
 * @param around what is known; without it, the words are compared with the reading alone
 */
export function readBack(
  pair: Pick<QuestionSqlPair, 'id' | 'question' | 'reading'>,
  found: Reading | null,
  around: Partial<Surroundings> = {},
): ReadBack {
  if (found === null) {
    return UNREAD;
  }
  const intended = intentOf(pair);
  const slots =
    intended === null
      ? compareWithQuestion(pair.question, found, { ...UNKNOWN, ...around })
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
