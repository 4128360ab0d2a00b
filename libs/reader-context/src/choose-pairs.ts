import { skeletonOf } from '#libs/intents';
import { rememberTexts } from './remember-texts.js';

const knownSkeletonOf = rememberTexts(skeletonOf, 2_000_000);

/**
 * The pairs in another order: the best of each skeleton first, then those whose skeleton came already. Statements that
 * differ in names and values only teach a model the same.
 * @param pairs the best first
 */
export function byNewSkeleton<T extends { readonly sql: string }>(pairs: readonly T[]): T[] {
  const seen = new Set<string>();
  const first: T[] = [];
  const repeated: T[] = [];
  for (const pair of pairs) {
    const skeleton = knownSkeletonOf(pair.sql);
    (seen.has(skeleton) ? repeated : first).push(pair);
    seen.add(skeleton);
  }
  return [...first, ...repeated];
}
