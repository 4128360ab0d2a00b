import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { clockOffset } from './clock-offset.js';

describe('clockOffset', () => {
  beforeEach(() => void jest.useFakeTimers({ now: 1_000_000 }));
  afterEach(() => void jest.useRealTimers());

  /** A server whose clock is ahead, and that answers in the middle of round trips of these lengths. */
  const server = (aheadMs: number, trips: number[]) => async (): Promise<number> => {
    const trip = trips.shift() ?? 0;
    jest.setSystemTime(Date.now() + trip / 2);
    const theirs = Date.now() + aheadMs;
    jest.setSystemTime(Date.now() + trip / 2);
    return theirs;
  };

  it.each([0, 5_000, -90_000])('finds a clock that is %i ms ahead, by the fastest round trip', async (ahead) => {
    expect(await clockOffset(server(ahead, [400, 20, 80]))).toEqual({ offsetMs: ahead, uncertaintyMs: 10 });
  });
});
