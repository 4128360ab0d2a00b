import { createHash } from 'node:crypto';
import { wilson, type Share } from '#libs/evaluation-statistics';
import type { RankedPair } from './pair-search.js';

export interface SpotCheck {
  readonly sample: readonly RankedPair[];
  readonly judged: number;
  /** Rejected, or in need of work. */
  readonly wrong: number;
  /** Share of wrong pairs among the judged ones, with its 95 % interval; null before the first is judged. */
  readonly errorRate: Share | null;
}

/**
 * A random sample that depends on the seed and the ids alone, so that the same seed gives the same pairs while they are
 * judged one by one.
 * @param since decisions before it do not count: pairs that are decided already are judged again
 */
export function spotCheck(pairs: readonly RankedPair[], n: number, seed: string, since: Date | null): SpotCheck {
  const sample = pairs
    .map((pair) => ({ pair, draw: createHash('sha256').update(`${seed}\n${pair.pair.id}`).digest('hex') }))
    .sort((a, b) => (a.draw < b.draw ? -1 : 1))
    .slice(0, n)
    .map(({ pair }) => pair);
  const judged = sample.filter(
    ({ review: { state, at } }) => state !== 'new' && (since === null || (at !== null && new Date(at) >= since)),
  );
  const wrong = judged.filter(({ review }) => review.state !== 'approved').length;
  return { sample, judged: judged.length, wrong, errorRate: wilson(wrong, judged.length) };
}
