import { describe, expect, it } from '@jest/globals';
import { RequestAllowance } from './request-allowance.js';

/** The common count of a minute, and a clock that a test moves. */
function installation(perMinute: number) {
  const state = { now: 0, asked: 0, away: false, since: -Infinity, requests: 0 };
  const counts = {
    take: async (_key: string, requests: number) => {
      state.asked += 1;
      if (state.away) {
        throw new Error('the database is away');
      }
      if (state.now - state.since >= 60_000) {
        Object.assign(state, { since: state.now, requests: 0 });
      }
      state.requests += requests;
      return { requests: state.requests, msLeft: state.since + 60_000 - state.now };
    },
  };
  return { state, process: () => new RequestAllowance(counts, perMinute, () => state.now) };
}

/** How many of `count` requests are within the limit. */
async function allowed(allowance: RequestAllowance, count: number, perMinute: number): Promise<number> {
  const spent = await Promise.all(Array.from({ length: count }, () => allowance.spend('key')));
  return spent.filter(({ requests }) => requests <= perMinute).length;
}

describe('RequestAllowance', () => {
  it('lets one process have the whole limit, counting up, and asks for few of the requests', async () => {
    const { state, process } = installation(6_000);
    const allowance = process();
    expect(await allowance.spend('key')).toEqual({ requests: 1, msLeft: 60_000 });
    expect(await allowance.spend('key')).toMatchObject({ requests: 2 });
    expect(await allowed(allowance, 7_000, 6_000)).toBe(5_998);
    expect(state.asked).toBeLessThan(350);
  });

  it('is one limit for several processes, however they share it', async () => {
    const { state, process } = installation(300);
    const [first, second] = [process(), process()];
    const counts = [await allowed(first, 100, 300), await allowed(second, 400, 300), await allowed(first, 400, 300)];
    expect(counts[0]).toBe(100);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(300);
    const { asked } = state;
    expect(await first.spend('key')).toEqual({ requests: 301, msLeft: 60_000 });
    expect(state.asked).toBe(asked);
  });

  it('begins again with the next minute', async () => {
    const { state, process } = installation(3);
    const allowance = process();
    expect(await allowed(allowance, 5, 3)).toBe(3);
    state.now = 59_999;
    expect(await allowance.spend('key')).toEqual({ requests: 4, msLeft: 1 });
    state.now = 60_000;
    expect(await allowed(allowance, 5, 3)).toBe(3);
  });

  it('keeps the limit by itself while the database is away, and no request fails', async () => {
    const { state, process } = installation(10);
    state.away = true;
    expect(await allowed(process(), 20, 10)).toBe(10);
  });
});
