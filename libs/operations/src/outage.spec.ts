import { describe, expect, it } from '@jest/globals';
import type { OperationWait } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { waitAfter, type FailedAttempt } from './outage.js';

const LIMIT = 900_000;
const error = new DomainError({ code: 'outage_test', kind: 'unavailable', zh: '不可用', en: 'unavailable' });
const attempt = (over: Partial<FailedAttempt> = {}): FailedAttempt => ({ error, duration: 0, done: 0, ...over });

/** The waits of an outage in which every attempt fails after `duration`; `begin` is the time of the first failure. */
function outage(duration: number, done: (n: number) => number = () => 0, random = 0.5): OperationWait[] {
  const waits: OperationWait[] = [];
  let now = 0;
  for (let n = 0; n < 5_000; n += 1) {
    const wait = waitAfter(waits.at(-1) ?? null, attempt({ duration, done: done(n) }), LIMIT, now, () => random);
    if (wait === null) {
      return waits;
    }
    waits.push(wait);
    now = Date.parse(wait.nextAttemptAt) + duration;
  }
  throw new Error('it would be tried for ever');
}

const endOf = (waits: readonly OperationWait[]): number => Date.parse(waits.at(-1)?.nextAttemptAt ?? '');

describe('waitAfter', () => {
  it.each([0, 2_000, 30_000, 130_000])(
    'waits as long as permitted, with attempts that fail after %d ms',
    (duration) => {
      for (const random of [0, 0.5, 0.999]) {
        const end = endOf(outage(duration, undefined, random));
        expect(end).toBeGreaterThanOrEqual(LIMIT - 150_000);
        expect(end).toBeLessThanOrEqual(LIMIT);
      }
    },
  );

  it('tries soon at first, and never later than in 38 seconds', () => {
    const waits = outage(0, undefined, 1);
    const at = waits.map(({ nextAttemptAt }) => Date.parse(nextAttemptAt));
    const delays = at.map((instant, index) => instant - (at[index - 1] ?? 0));
    expect(delays[0]).toBeLessThan(2_000);
    expect(Math.max(...delays)).toBeLessThanOrEqual(37_500);
    expect(waits.length).toBeLessThan(60);
  });

  it('says since when and until when', () => {
    const first = waitAfter(null, attempt({ duration: 3_600_000 }), LIMIT, 0, () => 0.5);
    expect(first).toMatchObject({ since: new Date(0).toISOString(), until: new Date(LIMIT).toISOString() });
    const second = waitAfter(first, attempt({ duration: 10_000 }), LIMIT, 11_000, () => 0.5);
    expect(second).toMatchObject({ since: first?.since, until: new Date(LIMIT).toISOString() });
  });

  it('gives a later outage the whole time again, as long as the work comes further each time', () => {
    const waits = outage(1_000, (n) => Math.min(5, Math.floor(n / 10)));
    expect(endOf(waits)).toBeGreaterThan(LIMIT);
    expect(new Set(waits.slice(0, 10).map(({ since }) => since)).size).toBe(1);
    expect(waits[10]?.since).not.toBe(waits[9]?.since);
  });
});
