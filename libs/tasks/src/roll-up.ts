import type { ExecutionStatus, TaskStatus } from '#libs/database';
import { enabledSteps, perStep, shownSteps, STEP_NAMES, type StepName, type StepSwitches } from '#libs/pipeline';

/** The part of an execution that the state of its task depends on. */
export interface ExecutionFacts {
  readonly step: StepName;
  readonly status: ExecutionStatus;
  readonly superseded: boolean;
  /** Set when something that it had read was made again after it. */
  readonly staleAt: Date | null;
}

type StepStatus = ExecutionStatus;
export type StepStatuses = Readonly<Record<StepName, StepStatus>>;

/**
 * The status of each step: that of its newest execution that still counts.
 * @param executions of one task, oldest first.
 */
export function stepStatuses(executions: readonly ExecutionFacts[]): StepStatuses {
  const statuses = perStep<StepStatus>(() => 'pending');
  for (const { step, status, superseded } of executions) {
    if (!superseded) {
      statuses[step] = status;
    }
  }
  return statuses;
}

/** The steps whose newest execution that still counts is completed, but stale, in the order in which they run. */
export function staleSteps(executions: readonly ExecutionFacts[]): StepName[] {
  const newest = new Map(executions.filter(({ superseded }) => !superseded).map((facts) => [facts.step, facts]));
  return STEP_NAMES.filter((step) => {
    const facts = newest.get(step);
    return facts?.status === 'completed' && facts.staleAt !== null;
  });
}

/** Of the steps that answers about the task show. */
export function shownStatuses(statuses: StepStatuses, switches: StepSwitches): Partial<StepStatuses> {
  const shown = shownSteps(switches, (step) => statuses[step] !== 'pending');
  return Object.fromEntries(shown.map((step) => [step, statuses[step]]));
}

/**
 * The status of a task, computed from its executions and from nothing else.
 * @param executions of one task, oldest first.
 */
export function taskStatus(executions: readonly ExecutionFacts[], switches: StepSwitches): TaskStatus {
  if (executions.some(({ status }) => status === 'pending' || status === 'running')) {
    return 'in_progress';
  }
  const last = executions.at(-1);
  if (last === undefined || last.superseded) {
    // No run yet, or the outputs of all runs were removed.
    return 'pending';
  }
  if (last.status === 'failed' || last.status === 'cancelled') {
    return last.status;
  }
  const statuses = stepStatuses(executions);
  const stale = staleSteps(executions);
  const completed = enabledSteps(switches).filter((step) => statuses[step] === 'completed' && !stale.includes(step));
  return completed.length === enabledSteps(switches).length ? 'completed' : 'partial_completed';
}
