import type { JsonObject } from '#libs/pipeline';
import type { Arm, RetrievedContext } from './arm.js';
import type { PlacedQuestion } from './question.js';
import type { AnswerResult } from './result.js';

/** The answers level: asks a model and judges what it says. Its result is stored before the next page begins. */
export interface AnswersLevel {
  answer(
    asked: {
      readonly evaluationId: string;
      readonly question: PlacedQuestion;
      readonly arm: Arm;
      readonly context: RetrievedContext;
    },
    signal: AbortSignal,
  ): Promise<AnswerResult>;
  /** The part `answers` of the summary of an arm; `unanswerable` are answers to questions that no data answer. */
  summarise(results: readonly AnswerResult[], unanswerable: readonly AnswerResult[]): JsonObject;
}
