import type { TaskParameters } from './task-parameters.js';

/** The steps of a task, in the order in which they run. */
export const STEP_NAMES = ['ddl_generation', 'qa_generation', 'sql_validation', 'training_load'] as const;

export type StepName = (typeof STEP_NAMES)[number];

export function isStepName(value: string): value is StepName {
  return (STEP_NAMES as readonly string[]).includes(value);
}

type Switches = Pick<TaskParameters, 'enable_sql_validation' | 'enable_training_data_load'>;

/** The steps that a complete run of the task goes through; the others are not part of "completed". */
export function enabledSteps(switches: Switches): StepName[] {
  return STEP_NAMES.filter(
    (step) =>
      (step !== 'sql_validation' || switches.enable_sql_validation) &&
      (step !== 'training_load' || switches.enable_training_data_load),
  );
}

/** The step whose completion `step` needs: the nearest enabled one before it, or null for the first. */
export function predecessorOf(step: StepName, switches: Switches): StepName | null {
  const before = STEP_NAMES.slice(0, STEP_NAMES.indexOf(step));
  const enabled = new Set(enabledSteps(switches));
  return before.findLast((candidate) => enabled.has(candidate)) ?? null;
}
