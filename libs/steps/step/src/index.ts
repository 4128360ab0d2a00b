export { chatModelFor } from './chat-model-for.js';
export { normalisedQuestion } from './normalised-question.js';
export { isNearlyTheSame, questionLikeness } from './question-likeness.js';
export type { Step, StepContext, StepFiles, StepInput, StepLog, StepResult, WriteOptions } from './step.js';
