export {
  checkAndDescribe,
  checkReadOnlyStatement,
  checkStatement,
  fingerprintOf,
  type AcceptedStatement,
  type HarmlessStatement,
  type StatementCheck,
  type TableReference,
} from './check-read-only-statement.js';
export {
  describeStatement,
  isAggregate,
  type Feature,
  type NamedColumn,
  type StatementShape,
} from './describe-statement.js';
export { Hazards, type Hazard, type HazardCheck } from './hazards.js';
export { DIFFICULTIES, DIFFICULTY_RULE, difficultyOf, type Difficulty } from './difficulty.js';
export { equality, KnownRelations, type KnownRelation, type Touched } from './known-relations.js';
export { MAX_STATEMENT_BYTES, refusalMessage, refusalText, type Refusal, type RefusalReason } from './refusal.js';
export { statementFacts, type StatementFacts } from './statement-facts.js';
export { statementText } from './statement-text.js';
export { withoutEnd } from './without-end.js';
export { refuseVolatile, volatileRefusal } from './volatile-functions.js';
export { isSyntaxObject, namesIn, visitTree, type SyntaxObject } from './syntax-tree.js';
