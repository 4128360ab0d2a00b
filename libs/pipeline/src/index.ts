export { SINK_NAMES, isSinkName, type SinkName } from './sinks.js';
export { STEP_NAMES, enabledSteps, isStepName, predecessorOf, type StepName } from './steps.js';
export { taskParametersSchema, type TaskParameters } from './task-parameters.js';
export { languageOf } from './language.js';
export type { JsonObject, JsonValue } from './json.js';
