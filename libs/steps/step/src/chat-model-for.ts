import { chargedTo, type ChatModel } from '#libs/language-model';
import type { StepName } from '#libs/pipeline';
import type { StepInput } from './step.js';

/** The model for a step: within the budget of the task, and booked on the task and the step. */
export function chatModelFor(model: ChatModel | null, step: StepName, input: StepInput): ChatModel | null {
  const { max_tokens: maxTokens, max_cost: maxCost } = input.parameters;
  const { taskId, executionId: run } = input;
  return model && chargedTo(model, { taskId, step, run, limits: { maxTokens, maxCost } });
}
