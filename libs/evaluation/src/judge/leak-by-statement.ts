import { isSameTree, queryTree } from '#libs/sql-writing';

/** A word with an alphabet; each character without. */
const WORD = /[\p{Script=Latin}\p{N}]+|\p{L}/gu;

interface Asked {
  readonly question: string;
  readonly goldSql: readonly string[];
}

type Pair = { readonly question: string; readonly sql: string };

/**
 * A pair that the search finds, whose statement is a gold statement and whose question has the same words in another
 * order. Other words for the same are no leak: whether readers find the pair by them is what is measured. Vectors cannot
 * tell the two apart: without function words, those of “which shops closed” and “list the closed shops” are equal.
 * @returns the question of the pair, or null
 */
export async function leakByStatement({ question, goldSql }: Asked, found: readonly Pair[]): Promise<string | null> {
  const words = wordsOf(question);
  const alike = found.filter((pair) => wordsOf(pair.question) === words);
  if (alike.length === 0) {
    return null;
  }
  const golds = await Promise.all(goldSql.map(treeOf));
  for (const pair of alike) {
    const tree = await treeOf(pair.sql);
    if (tree !== null && golds.some((gold) => gold !== null && isSameTree(gold, tree))) {
      return pair.question;
    }
  }
  return null;
}

/** The words of a question in one order, whatever order they have. */
function wordsOf(question: string): string {
  const words = question.normalize('NFKC').toLowerCase().match(WORD) ?? [];
  return words.toSorted().join(' ');
}

/** Null for what is no statement. */
async function treeOf(sql: string): ReturnType<typeof queryTree> {
  return queryTree(sql).catch(() => null);
}
