/**
 * Reads the last line of pytest: `2 failed, 29 passed, 1 error in 18.45s`. An error is a test that could not run.
 * @param {string} output
 * @returns {{ passed: number, failed: number }}
 */
export function pytestCounts(output) {
  const [summary = ''] = output.match(/^.*\b\d+ (passed|failed|errors?)\b.* in [\d.]+s.*$/gm)?.slice(-1) ?? [];
  const count = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(summary)?.[1] ?? 0);
  return { passed: count('passed'), failed: count('failed') + count('error') };
}
