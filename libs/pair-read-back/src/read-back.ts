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

/** @param found the reading of the statement as it is now; null for a statement that cannot be read */
export function readBack(pair: Pick<QuestionSqlPair, 'id' | 'question' | 'reading'>, found: Reading | null): ReadBack {
  const intended = intentOf(pair);
  if (found === null || intended === null) {
    return UNREAD;
  }
  const slots = compareReadings(intended, found);
  return { agrees: slots.length === 0, by: 'intent', slots };
}

/** The reading that the generator wrote, as long as the question is the one that it wrote. */
function intentOf({ id, question, reading }: Pick<QuestionSqlPair, 'id' | 'question' | 'reading'>): Reading | null {
  return reading === null || pairId(question) !== id ? null : readingOf(reading);
}
