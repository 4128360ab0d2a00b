import { z } from 'zod';
import { ARMS, isEmbedderArm, LEVELS, PHASES } from './types/arm.js';

export const EMBEDDERS = ['store', 'built_in'] as const;

export const EVALUATION_LIMITS = {
  /** Records of each kind that a search gives. */
  results: { min: 1, max: 50 },
  /** Questions that are measured; a set may have more. */
  max_questions: { min: 1, max: 50_000 },
  max_tokens: { min: 1, max: 1_000_000_000_000 },
  max_cost: { max: 1_000_000_000 },
  /** Percent. */
  min_context_sufficiency: { min: 1, max: 100 },
  min_all_tables: { min: 1, max: 100 },
} as const;

const percent = z.int().min(1).max(100);

/** An evaluation as it is asked for, and as its row keeps it. */
export const evaluationParametersSchema = z.object({
  arms: z.array(z.enum(ARMS)).min(1),
  level: z.enum(LEVELS).default('retrieval'),
  phase: z.enum(PHASES).default('loaded'),
  results: z.int().min(EVALUATION_LIMITS.results.min).max(EVALUATION_LIMITS.results.max).default(10),
  mode: z.enum(['vector', 'hybrid']).default('vector'),
  embedder: z.enum(EMBEDDERS).default('store'),
  budget: z
    .object({
      /** Evenly spread over the set. */
      max_questions: z.int().min(1).optional(),
      /** Of a model. */
      max_tokens: z.int().min(1).optional(),
      max_cost: z.number().positive().optional(),
    })
    .default({}),
  /** Told in the summary. */
  gate: z.object({ min_context_sufficiency: percent.optional(), min_all_tables: percent.optional() }).default({}),
});
export type EvaluationParameters = z.output<typeof evaluationParametersSchema>;

/** Whether an evaluation compares vectors in memory, of records outside a store or of another embedder. */
export function isInMemory({
  arms,
  embedder,
  phase,
}: Pick<EvaluationParameters, 'arms' | 'embedder' | 'phase'>): boolean {
  return embedder !== 'store' || phase === 'candidate' || arms.some(isEmbedderArm);
}
