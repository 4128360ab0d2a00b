import { describe, expect, it } from '@jest/globals';
import { AttemptLimit } from './attempt-limit.js';

describe('AttemptLimit', () => {
  function after(failures: number, sender = 'a'): { limit: AttemptLimit; clock: { now: number } } {
    const clock = { now: 0 };
    const limit = new AttemptLimit(20, () => clock.now);
    for (let made = 0; made < failures; made += 1) {
      expect(limit.secondsToWait(sender, `wrong ${made}`)).toBe(0);
      limit.failed(sender);
    }
    return { limit, clock };
  }

  it('lets a sender fail twenty times a minute', () => {
    const { limit, clock } = after(20);
    clock.now = 20_000;
    expect(limit.secondsToWait('a', 'another')).toBe(40);
    expect(limit.secondsToWait('b', 'another')).toBe(0);
    clock.now = 60_000;
    expect(limit.secondsToWait('a', 'another')).toBe(0);
  });

  it('lets through what the sender got right before, and nothing that another one did', () => {
    const { limit } = after(19);
    limit.succeeded('a', 'right');
    limit.succeeded('b', 'right of b');
    limit.failed('a');
    expect(limit.secondsToWait('a', 'right')).toBe(0);
    expect(limit.secondsToWait('a', 'right of b')).toBeGreaterThan(0);
  });

  it('lets a sender fail as often as it wants where the limit is 0', () => {
    const limit = new AttemptLimit(0);
    for (let made = 0; made < 100; made += 1) {
      limit.failed('a');
    }
    expect(limit.secondsToWait('a', 'another')).toBe(0);
  });

  it('forgets the oldest of very many senders', () => {
    const { limit } = after(20);
    for (let sender = 0; sender < 10_000; sender += 1) {
      limit.failed(`other ${sender}`);
    }
    expect(limit.secondsToWait('a', 'x')).toBe(0);
  });
});
