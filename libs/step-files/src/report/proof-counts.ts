import { z } from 'zod';

const count = z.int().min(0);

/** What execution proved about the valid pairs of a run. */
export const proofCountsSchema = z.object({
  /** Pairs whose results were compared with those of their mutants. */
  proven: count,
  /** Pairs of which something, or all, could not be proven. */
  not_proven: count,
  /** Pairs with a reason against them. */
  weak: count,
  conditions: z.object({ checked: count, biting: count, guards: count, vacuous: count }),
  mutants: z.object({ made: count, killed: count, killed_on_copy: count, undecided: count, living: count }),
  /** Groups of pairs with different SQL and the same rows. */
  same_result_groups: count,
});
export type ProofCounts = z.output<typeof proofCountsSchema>;
