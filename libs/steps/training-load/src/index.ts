export { dataOfTask } from './data-of-task.js';
export { trainingLoadErrors } from './errors.js';
export type { TrainingSink, TrainingSinks } from './sink.js';
export { TrainingLoadStep } from './training-load.step.js';
export { createTrainingSinks } from './training-sinks.js';
