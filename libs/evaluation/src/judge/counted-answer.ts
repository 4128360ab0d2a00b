import type { Arm } from '../types/arm.js';
import type { AnswerResult, QuestionResult } from '../types/result.js';

/** Outcomes that say nothing about a model: no gold statement runs, or the budget is used up. */
const NOT_COUNTED: ReadonlySet<unknown> = new Set(['not_judged', 'not_asked']);

export function isCountedAnswer(answer: { readonly outcome: string }): boolean {
  return !NOT_COUNTED.has(answer.outcome);
}

/** The answer in an arm, if the model was asked and could be judged. */
export function countedAnswer(answers: QuestionResult['answers'], arm: Arm): AnswerResult | undefined {
  const answer = answers?.[arm];
  return answer !== undefined && isCountedAnswer(answer) ? answer : undefined;
}
