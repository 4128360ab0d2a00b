import { describe, expect, it } from '@jest/globals';
import { pytestCounts } from './pytest-counts.mjs';

describe('pytestCounts', () => {
  it.each([
    ['32 passed in 18.45s', 32, 0],
    ['FAILED test_x.py\n3 failed, 29 passed, 1 warning in 18.45s', 29, 3],
    ['== 1 passed, 2 errors in 0.10s ==', 1, 2],
    ['1 error in 0.10s', 0, 1],
    ['no tests ran in 0.01s', 0, 0],
    ['', 0, 0],
  ])('of %j', (output, passed, failed) => {
    expect(pytestCounts(output)).toEqual({ passed, failed });
  });
});
