export { stepFileErrors } from './errors.js';
export * from './file-names.js';
export { pairEvidenceSchema, readEvidence, type PairEvidence } from './pairs/evidence.js';
export { normalisedQuestion } from './pairs/normalised-question.js';
export { isNearlyTheSame, questionLikeness } from './pairs/question-likeness.js';
export {
  isTooLongQuestion,
  LONGEST_QUESTION,
  newPair,
  PAIR_SOURCES,
  pairId,
  type PairSource,
  type QuestionSqlPair,
} from './pairs/pair.js';
export { LEARN_STATES, learntQueriesFile, type Learnt, type LearntQueries } from './pairs/learnt-queries.js';
export { intermediateResultsFile, type IntermediateResult } from './pairs/intermediate-results.js';
export { qaScopeFile, readLegacyKinds, readQaScope, type QaScope } from './pairs/qa-scope.js';
export { readPairFiles, type PairFile } from './pairs/read-pair-files.js';
export { readPairs } from './pairs/read-pairs.js';
export { pairRecord, renderPairs } from './pairs/render-pairs.js';
export {
  SELF_CHECK_KINDS,
  selfCheckQuestionsFile,
  type SelfCheckKind,
  type SelfCheckQuestion,
  type SelfCheckQuestions,
  type UnanswerableQuestion,
} from './pairs/self-check-questions.js';
export { spread } from './pairs/spread.js';
export { qualityFile, type QualityReport } from './report/quality-file.js';
export type { ProofCounts } from './report/proof-counts.js';
export { readVerdicts, type Verdicts } from './report/read-verdicts.js';
export {
  PAIR_STATUSES,
  validationReportFile,
  type PairStatus,
  type ReportResult,
  type ValidationReport,
} from './report/report-schema.js';
export { readersOf } from './readers-of.js';
export { readIfPresent } from './readable-files.js';
export { columnProfileIn, columnProfileLine, type TableProfile } from './tables/column-profiles.js';
export { commentSourcesFile, type CommentSource, type CommentSources } from './tables/comment-sources.js';
export { DETAIL_WORDS, detailLineKind, withoutExamples, type DetailLineKind } from './tables/detail-lines.js';
export { DETAIL_SECTIONS, detailSectionOf, type DetailSection } from './tables/detail-sections.js';
export { fileBaseNames } from './tables/file-base-names.js';
export { parseFilenameMapping, renderFilenameMapping } from './tables/filename-mapping.js';
export { PackedMap } from './tables/packed-map.js';
export { schemaChangesFile, type AlteredTable, type EditedFile, type SchemaChanges } from './tables/schema-changes.js';
export {
  parseState,
  stateParts,
  type Fingerprint,
  type ModelBase,
  type SchemaState,
  type TableState,
} from './tables/schema-state.js';
export {
  tableProposalsSchema,
  type ColumnProposals,
  type MeasureProposal,
  type TableProposals,
} from './tables/table-proposals.js';
export { decodeText, UndecodableText } from './text/decode-text.js';
export { MalformedJson, openJson, type JsonRecord } from './text/json-records.js';
export { parseMetadata } from './themes/parse-metadata.js';
export { renderMetadata } from './themes/render-metadata.js';
export { renderMetadataDetail } from './themes/render-metadata-detail.js';
export type { Theme } from './themes/theme.js';
export type { SelfCheckResult } from './task/self-check-result.js';
export { stepResults, type StepResultOf } from './task/step-results.js';
export { stepResultFile, taskConfigFile, taskResultFile, type TaskResult } from './task/task-files.js';
