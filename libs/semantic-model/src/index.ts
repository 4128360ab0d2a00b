export { deriveSemanticModel, type KnownJoins, type ProfileOf } from './derive.js';
export { findJoins, type JoinOptions } from './joins/find-joins.js';
export { FACT, inferredCount, type FoundJoins, type FoundKey, type Join } from './joins/join.js';
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
