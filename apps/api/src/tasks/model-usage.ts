import type { ModelUsageEntity } from '#libs/database';
import { IntegerProperty, NumberProperty } from '../fields/properties.js';

/** Usage of language models. */
export class ModelUsage {
  @IntegerProperty({ description: 'Answers that were paid for' })
  requests!: number;

  @IntegerProperty({ description: 'Answers that were known already and cost nothing' })
  cached_answers!: number;

  @IntegerProperty()
  prompt_tokens!: number;

  @IntegerProperty()
  completion_tokens!: number;

  @IntegerProperty()
  total_tokens!: number;

  @NumberProperty({ nullable: true, description: 'In the currency of LLM_INPUT_PRICE; null without prices' })
  cost!: number | null;
}

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
