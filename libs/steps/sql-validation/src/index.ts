export { sqlValidationErrors } from './errors.js';
export { SqlValidationStep } from './sql-validation.step.js';
