export { stepFileErrors } from './errors.js';
export * from './file-names.js';
export { jsonFile, type JsonFile } from './json-file.js';
export {
  newPair,
  PAIR_SOURCES,
  pairId,
  pairRecordSchema,
  UNKNOWN_KIND,
  type PairSource,
  type QuestionSqlPair,
} from './pairs/pair.js';
export { intermediateResultsFile, type IntermediateResult } from './pairs/intermediate-results.js';
export { qaScopeFile, readLegacyKinds, readQaScope, type QaScope } from './pairs/qa-scope.js';
export { readPairFiles, type PairFile } from './pairs/read-pair-files.js';
export { readPairs } from './pairs/read-pairs.js';
export { pairRecord, renderPairs } from './pairs/render-pairs.js';
export { readVerdicts, type Verdict, type Verdicts } from './report/read-verdicts.js';
export { validationReportFile, type PairStatus, type ValidationReport } from './report/report-schema.js';
export { readIfPresent, type ReadableFiles } from './readable-files.js';
export {
  COMMENT_SOURCES,
  commentSourcesFile,
  type CommentSource,
  type CommentSources,
} from './tables/comment-sources.js';
export { fileBaseNames } from './tables/file-base-names.js';
export { parseFilenameMapping, renderFilenameMapping } from './tables/filename-mapping.js';
export { PackedMap } from './tables/packed-map.js';
export { schemaChangesFile, type AlteredTable, type EditedFile, type SchemaChanges } from './tables/schema-changes.js';
export { parseState, stateParts, type Fingerprint, type SchemaState, type TableState } from './tables/schema-state.js';
export { parseMetadata } from './themes/parse-metadata.js';
export { renderMetadata, type MetadataHeader } from './themes/render-metadata.js';
export { renderMetadataDetail } from './themes/render-metadata-detail.js';
export type { Theme } from './themes/theme.js';
export { stepResultFile, taskConfigFile, taskResultFile, type TaskResult } from './task/task-files.js';
