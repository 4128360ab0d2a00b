import type { ExecutionEntity, ModelUsageEntity, TaskEntity } from '#libs/database';
import type { StepName } from '#libs/pipeline';
import { staleSteps, stepStatuses, type StepStatuses } from './roll-up.js';
import type { FoundTask } from './task-state.query.js';

/** A task with everything that is computed from its executions. */
export interface TaskView {
  readonly task: TaskEntity;
  readonly stepStatus: StepStatuses;
  /** Completed steps that had read something that was made again after them. */
  readonly staleSteps: readonly StepName[];
  /** Oldest first. */
  readonly executions: readonly ExecutionEntity[];
  readonly currentExecution: ExecutionEntity | null;
  /** Its usage of language models, by step and model. */
  readonly usage: readonly ModelUsageEntity[];
}

export function viewOf({ task, executions, usage }: FoundTask): TaskView {
  return {
    task,
    stepStatus: stepStatuses(executions),
    staleSteps: staleSteps(executions),
    executions,
    currentExecution: executions.find(({ status }) => status === 'running') ?? null,
    usage,
  };
}
