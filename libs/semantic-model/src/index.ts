export { deriveSemanticModel, type KnownJoins, type ProfileOf } from './derive.js';
export { copiesAmong } from './entities/copies.js';
export { technicalHubs } from './entities/rank.js';
export { hasEdits, withoutEdits, type AppliedEdits } from './file/applied-edits.js';
export { applyEdits } from './file/apply-edits.js';
export { editModelText, type EditOutcome, type ModelEdit } from './file/edit-model-text.js';
export { modelWithEdits, readModelOfTask, type ModelOfTask } from './file/model-of-task.js';
export { tableBase } from './file/model-base.js';
export type { ModelFile } from './file/model-file.js';
export { softDeletesIn } from './file/soft-deletes-in.js';
export { softDeletesInText } from './text/soft-deletes-in-text.js';
export { readModelFile } from './file/read-model-file.js';
export { renderModel } from './file/render-model.js';
export { OSI_VERSION, renderOsi } from './osi/render-osi.js';
export { findJoins, type JoinOptions } from './joins/find-joins.js';
export { FACT, inferredCount, type FoundJoins, type FoundKey, type Join } from './joins/join.js';
export { SELDOM_ASKED, UNASKED } from './entities/importance.js';
export { lacksMeanings } from './proposals/check-column.js';
export { judgeMeasure } from './proposals/check-measure.js';
export { refusalReasons, type RefusalReason } from './proposals/refusal.js';
export { judgeProposals, proposalContext, withProposals, type ProposalsOf } from './proposals/with-proposals.js';
export { expressionSql } from './measures/expression-sql.js';
export { followsText, readEvidenceText, saysFollows } from './file/evidence-text.js';
export type { FileItem, ModelList } from './file/model-file.js';
export { nearest } from './file/model-file.js';
export type { Plain } from './file/statement.js';
export * as modelItems from './text/change-item.js';
export type { ModelPart, StatementProblem, StatementState } from './text/change-item.js';
export { CutModel } from './text/cut-model.js';
export { readReason } from './text/read-reason.js';
export { ModelIndex } from './model-index.js';
export type {
  Additivity,
  Entity,
  EntityKind,
  Evidence,
  Evidences,
  Factor,
  Field,
  FieldRole,
  FieldValue,
  Metric,
  MetricExpression,
  Name,
  Relationship,
  SemanticModel,
  SoftDelete,
  Source,
  Unit,
} from './model.js';
