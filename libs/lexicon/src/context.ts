import { CONTEXT_TERMS } from './terms/context-terms.js';

/** The surroundings that decide between two meanings of a word. */
export interface WordContext {
  /** Words of the table's name, abbreviations written out. */
  readonly table: readonly string[];
  /** Words of all columns of the table. */
  readonly siblings: ReadonlySet<string>;
}

export const NO_CONTEXT: WordContext = { table: [], siblings: new Set() };

const rules = Map.groupBy(CONTEXT_TERMS, ({ word }) => word);

export function hasContextTerms(word: string): boolean {
  return rules.has(word);
}

/** Chinese for a word as its surroundings decide it; undefined where they do not. */
export function chineseInContext(words: readonly string[], at: number, context: WordContext): string | undefined {
  return rules.get(words[at] ?? '')?.find(({ after, head, table, siblings }) => {
    const before = words[at - 1];
    return (
      (!head || at === words.length - 1) &&
      (after === undefined ? true : before !== undefined && after.has(before)) &&
      (table === undefined || (before === undefined && context.table.some((word) => table.has(word)))) &&
      (siblings === undefined || [...siblings].some((word) => context.siblings.has(word)))
    );
  })?.chinese;
}
