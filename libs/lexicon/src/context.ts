import { industryChinese, isIndustryWord, type Industry } from './industries.js';
import { singularWord } from './inflection.js';
import { CONTEXT_TERMS } from './terms/context-terms.js';

/** The surroundings that decide between two meanings of a word. */
export interface WordContext {
  /** Words of the table's name, abbreviations written out. */
  readonly table: readonly string[];
  /** Words of all columns of the table. */
  readonly siblings: ReadonlySet<string>;
  /** Words of the tables around, in the singular: the business that the table is of. */
  readonly around?: ReadonlySet<string>;
  /** The industries that the database is of. */
  readonly industries?: readonly Industry[];
  /** The name is that of the table itself. */
  readonly isTable?: boolean;
}

export const NO_CONTEXT: WordContext = { table: [], siblings: new Set() };

const rules = Map.groupBy(CONTEXT_TERMS, ({ word }) => word);

const firstWords = new Set(CONTEXT_TERMS.map(({ word }) => word.split(' ')[0]));

/** A term that its surroundings decide begins with the word. */
export function hasContextTerms(word: string): boolean {
  return firstWords.has(word) || firstWords.has(singularWord(word)) || isIndustryWord(word);
}

/** Words at the end of a table's name that only say how its rows are kept. */
const KEPT = new Set('info information detail master profile record data list archive account basic base'.split(' '));

/** The noun of the table: customer of `customer_info`. */
function headOf(table: readonly string[]): string | undefined {
  return table.findLast((word) => !KEPT.has(word)) ?? table.at(-1);
}

/**
 * Chinese for some words of a name as their surroundings decide it; undefined where they do not.
 * @param end behind the last of the words
 */
export function chineseInContext(
  words: readonly string[],
  at: number,
  context: WordContext,
  end = at + 1,
): string | undefined {
  const phrase = words.slice(at, end);
  const found =
    rules.get(phrase.join(' ')) ?? rules.get([...phrase.slice(0, -1), singularWord(phrase.at(-1) ?? '')].join(' '));
  const decided = found?.find(({ after, around, head, isTable, owner, table, within, siblings }) => {
    const before = words[at - 1];
    const noun = owner && headOf(context.table);
    return (
      (!head || end === words.length) &&
      (!isTable || context.isTable === true) &&
      (around === undefined || [...around].some((word) => context.around?.has(word))) &&
      (after === undefined ? true : before !== undefined && after.has(before)) &&
      (owner === undefined || (before === undefined && noun !== undefined && owner.has(noun))) &&
      (table === undefined || (before === undefined && context.table.some((word) => table.has(word)))) &&
      (within === undefined || context.table.some((word) => within.has(word))) &&
      (siblings === undefined || [...siblings].some((word) => context.siblings.has(word)))
    );
  })?.chinese;
  return decided ?? industryChinese(phrase, context.industries ?? [], () => wordsOfTable(context));
}

function wordsOfTable({ table, siblings }: WordContext): ReadonlySet<string> {
  return new Set([...table, ...[...siblings].map(singularWord)]);
}
