export { DdlGenerationStep } from './ddl-generation.step.js';
export { ddlErrors } from './errors.js';
export { documentRelation, type DocumentOptions, type RelationDocument } from './document-relation.js';
export { schemaDrift, type SchemaDrift } from './schema-drift.js';
export { schemaBundle } from './schema-sql.js';
