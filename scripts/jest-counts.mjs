/**
 * The line that CI reads, from what Jest's `--json` wrote. A suite that could not run at all counts as one failure:
 * "0 failed" means that everything ran.
 * @param {{ numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number } | null} results null
 *   when Jest left none
 */
export function countsLine(results) {
  if (!results) {
    return '0 passed, 1 failed';
  }
  return `${results.numPassedTests} passed, ${results.numFailedTests + results.numRuntimeErrorTestSuites} failed`;
}
