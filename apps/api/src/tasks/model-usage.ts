import { z } from 'zod';
import type { ModelUsageEntity } from '#libs/database';

/** What was asked of language models. */
export const modelUsage = z.object({
  requests: z.int().describe('Answers that were paid for'),
  cached_answers: z.int().describe('Answers that were known already and cost nothing'),
  prompt_tokens: z.int(),
  completion_tokens: z.int(),
  total_tokens: z.int(),
  cost: z.number().nullable().describe('In the currency of LLM_INPUT_PRICE; null without prices'),
});
export type ModelUsage = z.infer<typeof modelUsage>;

/** The sum of some rows of the ledger. */
export function totalUsage(rows: readonly ModelUsageEntity[]): ModelUsage {
  const sum = (value: (row: ModelUsageEntity) => number): number => rows.reduce((total, row) => total + value(row), 0);
  return {
    requests: sum(({ requests }) => requests),
    cached_answers: sum(({ cachedAnswers }) => cachedAnswers),
    prompt_tokens: sum(({ promptTokens }) => promptTokens),
    completion_tokens: sum(({ completionTokens }) => completionTokens),
    total_tokens: sum(({ promptTokens, completionTokens }) => promptTokens + completionTokens),
    cost: rows.some(({ cost }) => cost !== null) ? sum(({ cost }) => cost ?? 0) : null,
  };
}
