export { DEFAULT_SINKS, SINK_NAMES, isSinkName, type SinkName } from './sinks.js';
export { QUEUE_NAMES, isQueueName, type QueueName } from './queue-names.js';
export { DEFAULT_ADD_COUNT, RUN_LIMITS, runOptionsSchema, type MorePairs, type RunOptions } from './run-options.js';
export { recordOf } from './record-of.js';
export {
  ALWAYS_SHOWN,
  FIRST_STEP,
  STEP_NAMES,
  STEP_QUEUES,
  enabledSteps,
  perStep,
  predecessorOf,
  queueOf,
  shownSteps,
  stepsAfter,
  switchOf,
  type StepName,
  type StepQueue,
  type StepSwitches,
} from './steps.js';
export { STEP_MODELS } from './step-models.js';
export { isDatabaseName, MAX_DATABASE_NAME_BYTES } from './database-name.js';
export {
  DEFAULT_TASK_PARAMETERS,
  LEARN_SOURCES,
  LOADED_PAIRS,
  SCHEMA_OBJECTS,
  TASK_PARAMETER_LIMITS,
  taskParametersSchema,
  type LearnSource,
  type TaskParameters,
} from './task-parameters.js';
export { languageOf } from './language.js';
export { toJsonObject, type JsonObject, type JsonValue } from './json.js';
