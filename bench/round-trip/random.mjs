import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { withClient, withScratchDatabase } from '../measure.mjs';
import { createSchema, schemaPlans } from '../random-schema/index.mjs';
import { dumpDifferences } from './dump-differences.mjs';
import { roundTrip } from './round-trip.mjs';

/** Everything that the round trip of one random schema changes or leaves out. */
export async function tryPlan(plan, { dump }) {
  const id = randomBytes(4).toString('hex');
  let result;
  await withScratchDatabase(`bench_random_${id}`, (source) =>
    withScratchDatabase(`bench_random_copy_${id}`, async (target) => {
      const schema = await withClient(source, (client) => createSchema(client, plan));
      const trip = await roundTrip(source, target);
      const inDump = dump && trip.restored ? await dumpDifferences(source, target) : [];
      result = {
        ...schema,
        ...trip,
        problems: [...trip.leftOut, ...trip.differences, ...inDump.map((text) => `pg_dump: ${text}`)],
      };
    }),
  );
  return result;
}

/** The plan that a seed stands for. */
export function planOf(seed) {
  return fc.sample(schemaPlans, oneRun(seed))[0];
}

const oneRun = (seed) => ({ seed, numRuns: 1, unbiased: true });

/** Leaves objects out of the plan of a seed as long as a problem stays. */
export async function smallestPlan(seed, options) {
  const property = fc.asyncProperty(schemaPlans, async (plan) => (await tryPlan(plan, options)).problems.length === 0);
  const { counterexample } = await fc.check(property, { ...oneRun(seed), interruptAfterTimeLimit: 120_000 });
  return counterexample?.[0] ?? planOf(seed);
}
