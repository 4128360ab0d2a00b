/** A share with the interval that holds it with a confidence of 95 %. All are 0 to 1. */
export interface Share {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** The 97.5th percentile of the normal distribution. */
export const Z_95 = 1.959963984540054;

/**
 * Wilson's score interval of a share. It stays within 0 and 1, and holds for few questions and shares near 0 and 1, where
 * the interval by the standard error does not.
 * @see Wilson, "Probable inference, the law of succession, and statistical inference", 1927
 * @returns null for no questions
 */
export function wilson(successes: number, questions: number): Share | null {
  if (questions === 0) {
    return null;
  }
  const share = successes / questions;
  const square = Z_95 ** 2 / questions;
  const middle = share + square / 2;
  const half = Math.sqrt(square * (share * (1 - share) + square / 4));
  return {
    share,
    // Exact at the ends, where rounding would leave 1e-17.
    low: successes === 0 ? 0 : (middle - half) / (1 + square),
    high: successes === questions ? 1 : (middle + half) / (1 + square),
  };
}
