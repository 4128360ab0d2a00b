import { nameWords } from '#libs/column-concepts';
import { isLaterTime } from '../meanings/later-times.js';
import { isPlannedTime } from '../meanings/planned-times.js';
import type { ColumnFacts, TableFacts } from '../roles/column-facts.js';

/** When the thing that the row is about was made, and not when the row happened. */
const MADE = /\b(produced?|production|manufactur\w*|mfg|warranty)\b|生产|出厂|质保/u;
/** A date that more rows lack is that of a later stage, which not every row comes to. */
const STAGE = 0.02;

function wordsOf({ words, column }: ColumnFacts): string {
  return `${words.join(' ')} ${column.comment ?? ''}`;
}

/** The date of production of what lies in stock or was bought; of production orders it is the date of the order. */
export function isOfAnotherKind(facts: ColumnFacts, { relation }: TableFacts): boolean {
  return MADE.test(wordsOf(facts)) && !MADE.test(`${nameWords(relation.name).join(' ')} ${relation.comment ?? ''}`);
}

/** Every row has it, or nearly. */
export function isFilled({ column, profile }: ColumnFacts): boolean {
  return column.notNull || (profile?.nullShare ?? 0) < STAGE;
}

/**
 * The column dates the row itself: every row has it, and it is when the row happened. A received date dates payments where no
 * payment lacks it; it does not date orders, of which only some were received.
 */
export function datesRow(facts: ColumnFacts, table: TableFacts): boolean {
  return (
    isFilled(facts) &&
    (!isLaterTime(facts, table) || facts.column.notNull) &&
    !isOfAnotherKind(facts, table) &&
    !isPlannedTime(wordsOf(facts)) &&
    !/截止/u.test(wordsOf(facts))
  );
}
