export type { OpenScratch } from './proof/prove-results.js';
export { sqlValidationErrors } from './errors.js';
export { stalePairs, type StalePair } from './stale-pairs.js';
export { SqlValidationStep } from './sql-validation.step.js';
