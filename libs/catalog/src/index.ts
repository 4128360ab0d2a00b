export { displayValue, listedValue } from './display-value.js';
export { listRelations, type ListOptions, type RelationSummary } from './list-relations.js';
export { checkedValues } from './enumerations.js';
export { keyColumns, referencedName, relationName } from './columns.js';
export { plainComment, shortComment, tableWords } from './naming.js';
export { eachProfile, profileRelations, type ProfileOptions } from './profile-relations.js';
export { keyOf } from './read-dependencies.js';
export { BODY } from './read-schema-objects.js';
export { readCatalog } from './read-catalog.js';
export { readOutlines, type RelationOutline } from './read-outlines.js';
export { UnsupportedServerError } from './server.js';
export { isLender, onAnyConnection, type Database, type RelationName } from './session.js';
export type {
  ArrayElements,
  Catalog,
  CheckConstraint,
  Column,
  ColumnProfile,
  Dependency,
  Dictionary,
  ForeignKey,
  Index,
  KeyConstraint,
  LookupEntry,
  PartialFact,
  Relation,
  RelationKind,
  RelationProfile,
  RelationStatement,
  SchemaObject,
} from './model.js';
