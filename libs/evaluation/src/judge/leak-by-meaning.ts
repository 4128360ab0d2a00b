import { isSameTree, queryTree } from '#libs/sql-writing';

/** Unit vectors of questions, in order. */
export type QuestionVectors = (texts: readonly string[], signal: AbortSignal) => Promise<readonly Float32Array[]>;

/**
 * Cosine from which two questions with one statement are the same question. Vectors alone do not tell: those of “which
 * suppliers …” and “how many suppliers …” are often equal.
 */
const SAME_QUESTION = 0.97;

interface Asked {
  readonly question: string;
  readonly goldSql: readonly string[];
}

type Pair = { readonly question: string; readonly sql: string };

/**
 * A pair that the search finds, whose statement is a gold statement and whose question has nearly the same vector.
 * @returns the question of the pair, or null
 */
export async function leakByMeaning(
  { question, goldSql }: Asked,
  found: readonly Pair[],
  vectors: QuestionVectors,
  signal: AbortSignal,
): Promise<string | null> {
  const golds = await Promise.all(goldSql.map(treeOf));
  const trees = await Promise.all(found.map(({ sql }) => treeOf(sql)));
  const same = found.filter((_, index) => golds.some((gold) => gold !== null && isSameTree(gold, trees[index])));
  if (same.length === 0) {
    return null;
  }
  const [own, ...others] = await vectors([question, ...same.map((pair) => pair.question)], signal);
  const index = others.findIndex((other) => own !== undefined && cosine(own, other) >= SAME_QUESTION);
  return same[index]?.question ?? null;
}

/** Null for what is no statement. */
async function treeOf(sql: string): ReturnType<typeof queryTree> {
  return queryTree(sql).catch(() => null);
}

/** Of unit vectors. */
export function cosine(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index++) {
    sum += (one[index] ?? 0) * (other[index] ?? 0);
  }
  return sum;
}
