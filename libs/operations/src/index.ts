export { operationErrors } from './errors.js';
export { OperationRunner } from './operation-runner.js';
export { OperationSweeper, type SweepReport } from './operation-sweeper.js';
export type { OperationKind } from './operation-statements.js';
export { OperationTable, type Ending } from './operation-table.js';
export type { Attempt, AttemptContext, AttemptEnding, Claimed, Delivery, DeliveryOutcome } from './operation.js';
export type { FailureCause, OperationPolicy } from './operation-policy.js';
export { OperationsModule } from './operations.module.js';
