import { describe, expect, it } from '@jest/globals';
import { planOf, tryPlan } from '../../bench/round-trip/random.mjs';

/** `node bench/round-trip.mjs --random 500` tries more of them, and compares what pg_dump writes too. */
const SEEDS = [11, 22, 33, 44, 55, 66, 508];

describe('schema.sql of a random schema restores everything', () => {
  it.each(SEEDS)('of seed %i', async (seed) => {
    const { problems, statements } = await tryPlan(planOf(seed), { dump: false });
    expect(statements.length).toBeGreaterThan(3);
    expect(problems).toEqual([]);
  });
});
