import type { QualityReport } from '#libs/step-files';

/** Usage of a model by a step of the task. */
export interface ModelUsage {
  readonly step: string;
  readonly model: string;
  readonly requests: number;
  readonly cachedAnswers: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Null without prices. */
  readonly cost: number | null;
}

export type UsageReader = (taskId: string) => Promise<readonly ModelUsage[]>;

export function shownUsage(usage: readonly ModelUsage[]): QualityReport['model_usage'] {
  return usage.map(({ step, model, requests, cachedAnswers, promptTokens, completionTokens, cost }) => ({
    step_name: step,
    model,
    requests,
    cached_answers: cachedAnswers,
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    cost,
  }));
}
