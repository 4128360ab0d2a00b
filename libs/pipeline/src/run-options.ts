import { z } from 'zod';

export const RUN_LIMITS = {
  /** Tables or kinds that one run is asked for. */
  wishes: { max: 1_000 },
  add_count: { min: 1, max: 1_000 },
} as const;

/** Pairs that are added where no number is asked for. */
export const DEFAULT_ADD_COUNT = 20;

const names = z.array(z.string()).max(RUN_LIMITS.wishes.max);

/** Pairs that `qa_generation` adds to those that are there, which it leaves as they are. */
export const morePairsSchema = z.object({
  /** `schema.table`; empty: any. */
  tables: names,
  /** Kinds of questions; empty: any. */
  kinds: names,
  /** At most so many. */
  count: z.int().min(RUN_LIMITS.add_count.min).max(RUN_LIMITS.add_count.max),
});
export type MorePairs = z.output<typeof morePairsSchema>;

/** What a run was asked to do beyond its steps, as its rows keep it. */
export const runOptionsSchema = z.object({ add_pairs: morePairsSchema.optional() });
export type RunOptions = z.output<typeof runOptionsSchema>;
