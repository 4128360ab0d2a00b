import type { ExecutionEntity, TaskEntity } from '#libs/database';
import { stepStatuses, type StepStatuses } from './roll-up.js';

/** A task with everything that is computed from its executions. */
export interface TaskView {
  readonly task: TaskEntity;
  readonly stepStatus: StepStatuses;
  /** All executions, oldest first. */
  readonly executions: readonly ExecutionEntity[];
  readonly currentExecution: ExecutionEntity | null;
}

export function viewOf(task: TaskEntity, executions: readonly ExecutionEntity[]): TaskView {
  return {
    task,
    stepStatus: stepStatuses(executions),
    executions,
    currentExecution: executions.find(({ status }) => status === 'running') ?? null,
  };
}
