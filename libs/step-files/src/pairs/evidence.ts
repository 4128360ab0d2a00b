import { z } from 'zod';

const count = z.int().min(0);
/** A text as code and parameters; see `render` of libs/language. */
const message = z.object({ code: z.string(), params: z.record(z.string(), z.json()) });

/**
 * What is proven about a pair by execution, in the field `evidence` of its record. Null for what was not looked at. Other
 * steps add parts of their own.
 */
export const pairEvidenceSchema = z.looseObject({
  /** With the offset of the time zone. */
  checked_at: z.string().optional(),
  runs: z.boolean().optional(),
  /** Null where not all rows were read. */
  row_count: count.nullable().optional(),
  /** Reasons against the result as a whole. */
  plausible: z
    .object({ ok: z.boolean(), reasons: z.array(message) })
    .nullable()
    .optional(),
  /** Conditions of WHERE, HAVING, ON and FILTER. `guards`: declared ones, which need not change the result of today's rows. */
  conditions: z
    .object({ checked: count, biting: count, guards: count, vacuous: z.array(z.string()) })
    .nullable()
    .optional(),
  /** Statements with one changed part. `killed_on_copy`: told only by a small copy with other rows. */
  mutants: z
    .object({
      made: count,
      killed: count,
      killed_on_copy: count,
      undecided: count,
      living: z.array(z.object({ kind: z.string(), sql: z.string() })),
    })
    .nullable()
    .optional(),
  /** Ids of pairs whose SQL is another and whose rows are the same. */
  same_result_as: z.array(z.string()).optional(),
  /** Why something, or all, was not proven. */
  not_proven: message.nullable().optional(),
});
export type PairEvidence = z.input<typeof pairEvidenceSchema>;

/** Null for a record without evidence, or with evidence of another form. */
export function readEvidence(evidence: unknown): PairEvidence | null {
  return pairEvidenceSchema.safeParse(evidence).data ?? null;
}
