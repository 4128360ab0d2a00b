import { describe, expect, it } from '@jest/globals';
import { countsLine } from './jest-counts.mjs';

describe('the line that CI reads', () => {
  it('gives the counts of Jest', () => {
    expect(countsLine({ numPassedTests: 12, numFailedTests: 3, numRuntimeErrorTestSuites: 0 })).toBe(
      '12 passed, 3 failed',
    );
  });

  it('counts a suite that did not run, and a Jest that left no results, as failed', () => {
    expect(countsLine({ numPassedTests: 12, numFailedTests: 0, numRuntimeErrorTestSuites: 2 })).toBe(
      '12 passed, 2 failed',
    );
    expect(countsLine(null)).toBe('0 passed, 1 failed');
  });
});
