export { chatModelFor } from './chat-model-for.js';
export type { Step, StepContext, StepFiles, StepInput, StepLog, StepResult, WriteOptions } from './step.js';
