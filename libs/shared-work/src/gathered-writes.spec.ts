import { describe, expect, it } from '@jest/globals';
import { GatheredWrites } from './gathered-writes.js';

describe('GatheredWrites', () => {
  it('writes together what comes while others are being written, at most so many', async () => {
    const batches: number[][] = [];
    const gate = Promise.withResolvers<void>();
    const writes = new GatheredWrites<number>(async (entries) => {
      batches.push([...entries]);
      await gate.promise;
    }, 3);
    const done = Promise.all([1, 2, 3, 4, 5].map((entry) => writes.add(entry)));
    expect(batches).toEqual([[1]]);
    gate.resolve();
    await done;
    expect(batches).toEqual([[1], [2, 3, 4], [5]]);
    await writes.add(6);
    expect(batches.at(-1)).toEqual([6]);
  });

  it('reports an error to the caller of its entry alone', async () => {
    const written: number[] = [];
    const gate = Promise.withResolvers<void>();
    const writes = new GatheredWrites<number>(async (entries) => {
      await gate.promise;
      if (entries.includes(3)) {
        throw new Error(`${entries.length} entries`);
      }
      written.push(...entries);
    });
    const outcomes = Promise.allSettled([1, 2, 3, 4].map((entry) => writes.add(entry)));
    gate.resolve();
    expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect((await outcomes)[2]).toMatchObject({ reason: { message: '1 entries' } });
    expect(written).toEqual([1, 2, 4]);
  });
});
