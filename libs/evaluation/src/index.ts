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
export { addJoin, noFacts, type Facts } from './facts/facts.js';
export { factsOfDdl, factsOfDocument, factsOfPair } from './facts/facts-of-text.js';
export { isSufficient, missingFrom, type MissingFacts } from './facts/missing-facts.js';
export { queryFacts } from './facts/query-facts.js';
export { Relations } from './facts/relations.js';
export { statementSkeleton } from './facts/statement-skeleton.js';
export { goldOf, type Gold } from './judge/gold.js';
export { halfOf } from './judge/half.js';
export { judgeContext } from './judge/judge-context.js';
export { LeakCheck } from './judge/leak-check.js';
export { PieceReader } from './judge/piece-facts.js';
export { summarise } from './judge/summarise.js';
