export { QaGenerationStep } from './qa-generation.step.js';
export { requireKnownWishes } from './more/known-wishes.js';
export { qaGenerationErrors } from './errors.js';
