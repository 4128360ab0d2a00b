export { QaGenerationStep } from './qa-generation.step.js';
export { qaGenerationErrors } from './errors.js';
