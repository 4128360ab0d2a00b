import type { BusinessDatabase } from '#libs/business-database';
import type { Language } from '#libs/language';
import type { EvaluationParameters } from '../parameters.js';
import type { AnswersLevel } from '../types/answers-level.js';

/** Makes the level of answers for one evaluation. @throws DomainError where there is no model */
export type AnswersLevelFactory = (evaluation: {
  readonly evaluationId: string;
  readonly taskId: string;
  readonly parameters: EvaluationParameters;
  readonly database: BusinessDatabase;
  readonly language: Language;
}) => AnswersLevel;

/** Injection token; without a provider only the level of retrieval can be measured. */
export const ANSWERS_LEVEL = Symbol('answers level');
