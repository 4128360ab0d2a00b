export { DdlGenerationStep } from './ddl-generation.step.js';
export { ddlErrors } from './errors.js';
