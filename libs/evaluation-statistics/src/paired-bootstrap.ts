import { BinomialNumbers } from './binomial-numbers.js';

/** The difference of two shares of the same questions, with its interval at 95 %. All are −1 to 1. */
export interface Difference {
  /** Of the second minus the first. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly questions: number;
  /** Questions that only the second gets right. */
  readonly gained: number;
  /** Questions that only the first gets right. */
  readonly lost: number;
  /** The interval does not hold 0. */
  readonly is_clear: boolean;
}

export interface BootstrapOptions {
  readonly seed?: number;
  readonly resamples?: number;
}

/** Enough for two digits of the ends. */
const RESAMPLES = 2_000;
const DEFAULT_SEED = 16;

/**
 * The percentile interval of the difference of two arms or evaluations that answered the same questions. Questions are
 * drawn with replacement, each with both of its answers, so that hard questions do not widen the interval. The same
 * answers and seed give the same interval.
 * @see Efron & Tibshirani, "An Introduction to the Bootstrap", chapter 13
 * @param first and `second` by question, in one order
 * @returns null for no questions
 */
export function pairedBootstrap(
  first: readonly boolean[],
  second: readonly boolean[],
  { seed = DEFAULT_SEED, resamples = RESAMPLES }: BootstrapOptions = {},
): Difference | null {
  const questions = first.length;
  if (questions !== second.length) {
    throw new RangeError(`${questions} answers cannot be paired with ${second.length}`);
  }
  if (questions === 0) {
    return null;
  }
  const gained = count(first, (right, index) => !right && second[index] === true);
  const lost = count(first, (right, index) => right && second[index] !== true);
  // A resample needs no question by itself: only how many of the drawn ones are gained and lost, which are binomial.
  const random = randomNumbers(seed);
  const binomial = new BinomialNumbers(questions, random);
  const sums = new Float64Array(resamples);
  for (let round = 0; round < resamples; round++) {
    const drawnGains = binomial.next(questions, gained / questions);
    const drawnLosses = binomial.next(questions - drawnGains, lost / (questions - gained));
    sums[round] = (drawnGains - drawnLosses) / questions;
  }
  sums.sort();
  const [low, high] = [quantile(sums, 0.025), quantile(sums, 0.975)];
  const difference = (gained - lost) / questions;
  return { difference, low, high, questions, gained, lost, is_clear: low > 0 || high < 0 };
}

function count(answers: readonly boolean[], test: (right: boolean, index: number) => boolean): number {
  return answers.filter(test).length;
}

/** Of sorted values, between the two nearest. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const [below = 0, above = 0] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place - Math.floor(place));
}

/** Mulberry32: numbers from 0 to 1 that depend on the seed alone. */
function randomNumbers(seed: number): () => number {
  const { imul } = Math;
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
