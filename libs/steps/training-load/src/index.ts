export { trainingLoadErrors } from './errors.js';
export { TrainingLoadStep } from './training-load.step.js';
