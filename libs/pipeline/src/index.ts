export { SINK_NAMES, isSinkName, type SinkName } from './sinks.js';
export { STEP_NAMES, enabledSteps, isStepName, predecessorOf, type StepName } from './steps.js';
export { isDatabaseName, MAX_DATABASE_NAME_BYTES } from './database-name.js';
export {
  DEFAULT_TASK_PARAMETERS,
  TASK_PARAMETER_LIMITS,
  taskParametersSchema,
  type TaskParameters,
} from './task-parameters.js';
export { languageOf } from './language.js';
export type { JsonObject, JsonValue } from './json.js';
