import { describe, expect, it } from '@jest/globals';
import { AttemptLimit } from './attempt-limit.js';

/** The common counts, and a clock that a test moves. */
function installation(most: number) {
  const state = { now: 0, isAway: false };
  const minutes = new Map<string, { since: number; requests: number }>();
  const counts = {
    take: async (key: string, requests: number) => {
      if (state.isAway) {
        throw new Error('the database is away');
      }
      const known = minutes.get(key);
      const minute = known && state.now - known.since < 60_000 ? known : { since: state.now, requests: 0 };
      minute.requests += requests;
      minutes.set(key, minute);
      return { requests: minute.requests, msLeft: minute.since + 60_000 - state.now };
    },
  };
  return { state, process: (secret = 'key') => new AttemptLimit(most, counts, secret, () => state.now) };
}

async function fail(limit: AttemptLimit, times: number, sender = 'a'): Promise<void> {
  for (let made = 0; made < times; made += 1) {
    expect(limit.secondsToWait(sender, `wrong ${made}`)).toBe(0);
    await limit.failed(sender);
  }
}

describe('AttemptLimit', () => {
  it('lets a sender fail twenty times a minute', async () => {
    const { state, process } = installation(20);
    const limit = process();
    await fail(limit, 20);
    state.now = 20_000;
    expect(limit.secondsToWait('a', 'another')).toBe(40);
    expect(limit.secondsToWait('b', 'another')).toBe(0);
    state.now = 60_000;
    expect(limit.secondsToWait('a', 'another')).toBe(0);
  });

  it('counts the failures at all processes together', async () => {
    const { process } = installation(20);
    const [first, second] = [process(), process()];
    await fail(first, 12);
    await fail(second, 8);
    expect(second.secondsToWait('a', 'another')).toBe(60);
    await fail(first, 1);
    expect(first.secondsToWait('a', 'another')).toBe(60);
    expect(process('login').secondsToWait('a', 'another')).toBe(0);
  });

  it('counts guesses that are sent together before the common count is known', async () => {
    const limit = installation(20).process();
    const sent = Array.from({ length: 30 }, () =>
      limit.secondsToWait('a', 'another') === 0 ? [limit.failed('a')] : [],
    ).flat();
    expect(sent).toHaveLength(20);
    await Promise.all(sent);
    expect(limit.secondsToWait('a', 'another')).toBe(60);
  });

  it('counts alone while the database is away', async () => {
    const { state, process } = installation(20);
    state.isAway = true;
    const limit = process();
    await fail(limit, 20);
    expect(limit.secondsToWait('a', 'another')).toBe(60);
  });

  it('lets through what the sender got right before, and nothing that another one did', async () => {
    const limit = installation(20).process();
    await fail(limit, 19);
    limit.succeeded('a', 'right');
    limit.succeeded('b', 'right of b');
    await limit.failed('a');
    expect(limit.secondsToWait('a', 'right')).toBe(0);
    expect(limit.secondsToWait('a', 'right of b')).toBeGreaterThan(0);
  });

  it('lets a sender fail as often as it wants where the limit is 0', async () => {
    await fail(installation(0).process(), 100);
  });

  it('forgets the oldest of very many senders', async () => {
    const { process } = installation(20);
    const limit = process();
    await fail(limit, 20);
    for (let sender = 0; sender < 10_000; sender += 1) {
      await limit.failed(`other ${sender}`);
    }
    expect(limit.secondsToWait('a', 'x')).toBe(0);
  });

  it('remembers the senders that failed last, however often, and forgets no more than it must', async () => {
    const limit = installation(20).process();
    await fail(limit, 19);
    for (let sender = 0; sender < 9_999; sender += 1) {
      await limit.failed(`other ${sender}`);
    }
    await limit.failed('a');
    await limit.failed('newest');
    expect(limit.secondsToWait('a', 'x')).toBe(60);
  });
});
