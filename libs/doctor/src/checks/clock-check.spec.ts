import { describe, expect, it } from '@jest/globals';
import { examinationOf } from '../check.js';
import { clockCheck } from './clock-check.js';

describe('clockCheck', () => {
  it.each([
    [0, 1, 'ok'],
    [1_900, 5, 'ok'],
    [-3_000, 5, 'warn'],
    // Within what is not known.
    [3_000, 2_500, 'ok'],
    [61_000, 500, 'fail'],
    [-90_000, 5, 'fail'],
  ] as const)('judges %i ms, known within %i ms, as %s', (offsetMs, uncertaintyMs, status) => {
    expect(clockCheck('Redis', { offsetMs, uncertaintyMs }).status).toBe(status);
  });

  it('names the server and what to do', () => {
    const { checks } = examinationOf([clockCheck('Redis', { offsetMs: -4_250, uncertaintyMs: 1 })], 'en');
    expect(checks).toEqual([
      {
        name: 'clock',
        status: 'warn',
        message: 'the clock differs from that of Redis by 4.3 s',
        remedy: expect.stringContaining('NTP'),
      },
    ]);
  });
});
