export { explainFailure } from './explain-failure.js';
export { machineOf, PROCESS_ID } from './process-id.js';
export { addressServices, prepareTaskTables, resolveServices, type ResolvedServices } from './resolve-services.js';
export { startProcess, type ProcessContext, type ProcessInput, type RunningApp } from './start-process.js';
