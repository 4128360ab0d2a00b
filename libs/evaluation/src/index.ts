export { ARMS, LEVELS, PHASES, type Arm, type Level, type Phase, type RetrievedContext } from './types/arm.js';
export type { AnswersLevel } from './types/answers-level.js';
export {
  QUESTION_ORIGINS,
  type EvaluationQuestion,
  type PlacedQuestion,
  type QuestionOrigin,
} from './types/question.js';
export {
  CAUSES,
  RECALL_RANKS,
  RESULT_STATUSES,
  type AnswerResult,
  type ArmResult,
  type Cause,
  type CauseCode,
  type Half,
  type Part,
  type QuestionResult,
  type RecallRank,
  type Remedy,
  type ResultStatus,
} from './types/result.js';
export type { ArmSummary, EvaluationSummary } from './types/summary.js';
