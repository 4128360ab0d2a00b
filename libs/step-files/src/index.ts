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
export { type ReadableFiles } from './readable-files.js';
export { readVerdicts, type Verdict, type Verdicts } from './report/read-verdicts.js';
export { validationReportFile, type PairStatus, type ValidationReport } from './report/report-schema.js';
