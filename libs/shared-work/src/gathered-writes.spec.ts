import { describe, expect, it } from '@jest/globals';
import { DomainError } from '#libs/domain-errors';
import { GatheredWrites } from './gathered-writes.js';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
const timeout = new DomainError({ code: 'timeout', kind: 'unavailable', zh: '超时', en: 'timeout' });

/** A writer whose writes end when they are told to. */
function held(
  most?: number,
  turns?: number,
): {
  writes: GatheredWrites<number>;
  batches: number[][];
  ends: PromiseWithResolvers<void>[];
} {
  const batches: number[][] = [];
  const ends: PromiseWithResolvers<void>[] = [];
  const writes = new GatheredWrites<number>(
    (entries) => {
      const end = Promise.withResolvers<void>();
      batches.push([...entries]);
      ends.push(end);
      return end.promise;
    },
    most,
    turns,
  );
  return { writes, batches, ends };
}

/** Lets everything run that waits for nothing outside. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('GatheredWrites', () => {
  it('writes together what comes at the same moment or while all turns are taken, at most so many', async () => {
    const { writes, batches, ends } = held(3, 1);
    const first = writes.add(1);
    await settled();
    const others = [2, 3, 4, 5].map((entry) => writes.add(entry));
    await settled();
    expect(batches).toEqual([[1]]);
    ends[0]?.resolve();
    await first;
    await settled();
    expect(batches).toEqual([[1], [2, 3, 4]]);
    ends[1]?.resolve();
    await settled();
    expect(batches).toEqual([[1], [2, 3, 4], [5]]);
    ends[2]?.resolve();
    await Promise.all(others);
  });

  it('writes others while one write waits', async () => {
    const { writes, batches, ends } = held();
    void writes.add(1);
    await settled();
    const other = writes.add(2);
    await settled();
    void writes.add(3);
    await settled();
    expect(batches).toEqual([[1], [2]]);
    ends[1]?.resolve();
    await other;
    await settled();
    expect(batches).toEqual([[1], [2], [3]]);
  });

  it('reports an error to the callers of the entries that cause it alone, with few writes, a bounded number at once', async () => {
    const written: number[] = [];
    let [all, underWay, most] = [0, 0, 0];
    const writes = new GatheredWrites<number>(async (entries) => {
      [all, underWay] = [all + 1, underWay + 1];
      most = Math.max(most, underWay);
      await settled();
      underWay -= 1;
      if (entries.includes(30)) {
        throw new Error(`${entries.length} entries`);
      }
      written.push(...entries);
    });
    const outcomes = await Promise.allSettled(numbers(100).map((entry) => writes.add(entry)));
    expect(outcomes.flatMap(({ status }, index) => (status === 'rejected' ? [index + 1] : []))).toEqual([30]);
    expect(outcomes[29]).toMatchObject({ reason: { message: '1 entries' } });
    expect(written.sort((left, right) => left - right)).toEqual(numbers(100).filter((entry) => entry !== 30));
    expect(most).toBe(2);
    expect(all).toBeLessThan(20);
  });

  it('reports a write that times out to all after one timeout', async () => {
    const { writes, batches, ends } = held();
    const outcomes = Promise.allSettled(numbers(51).map((entry) => writes.add(entry)));
    await settled();
    expect(batches).toEqual([numbers(51)]);
    ends[0]?.reject(timeout);
    expect((await outcomes).every((outcome) => outcome.status === 'rejected' && outcome.reason === timeout)).toBe(true);
    await settled();
    expect(batches).toHaveLength(1);
  });
});
