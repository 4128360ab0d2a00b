export {
  ARMS,
  ARMS_BY_WIDTH,
  isEmbedderArm,
  LEVELS,
  PHASES,
  READER_ARMS,
  type Arm,
  type Level,
  type Phase,
  type RetrievedContext,
} from './types/arm.js';
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
export { countedAnswer, isCountedAnswer } from './judge/counted-answer.js';
export { goldOf, type Gold } from './judge/gold.js';
export { halfOf } from './judge/half.js';
export { judgeContext } from './judge/judge-context.js';
export { LeakCheck } from './judge/leak-check.js';
export { PieceReader } from './judge/piece-facts.js';
export { SummaryBuilder, type SummarisedResult } from './judge/summary-builder.js';
export { EvaluationModule } from './evaluation.module.js';
export { evaluationErrors } from './errors.js';
export { remedyId } from './causes/causes-of.js';
export { gateOutcome, percentReached, type GateCheck, type GateOutcome } from './judge/gate.js';
export { EMBEDDERS, EVALUATION_LIMITS, evaluationParametersSchema, type EvaluationParameters } from './parameters.js';
export type { ContextByArm, ContextSource } from './run/context-source.js';
export { RecordSource, type SourceRecord } from './run/record-source.js';
export { runEvaluation, type EvaluationRun, type ResultStore } from './run/run-evaluation.js';
export { StoreSource } from './run/store-source.js';
export { CANDIDATE_RECORDS, type CandidateRecords } from './service/candidate-records.js';
export { ANSWERS_LEVEL, type AnswersLevelFactory } from './service/answers-level-factory.js';
export { EvaluationEngine, MOST_CANDIDATE_QUESTIONS, type MeasuredSummary } from './service/evaluation-engine.js';
export { EvaluationPolicy, storedError } from './service/evaluation.policy.js';
export { EvaluationRunner } from './service/evaluation-runner.js';
export { EvaluationsService } from './service/evaluations.service.js';
export { QuestionSetsService, type UploadedSet } from './service/question-sets.service.js';
export { RemediesService, type AppliedRemedy, type ProposedRemedy } from './service/remedies.service.js';
export { StepEvaluations, type StepEvaluation, type StepOutcome } from './service/step-evaluations.js';
export { collectQuestions, MOST_QUESTIONS } from './sets/collect-questions.js';
export { heldOutQuestions } from './sets/held-out-questions.js';
export { readRecords, SET_FILE_TYPES, withPlainKeys, type PlacedRecord } from './sets/set-records.js';
export { EvaluationRepository, type EvaluationFilter } from './store/evaluation.repository.js';
export type { ResultFilter } from './store/evaluation-result.repository.js';
export { QuestionSetRepository, type QuestionSetFilter } from './store/question-set.repository.js';
