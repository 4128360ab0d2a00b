import { recordOf } from './record-of.js';
import type { TaskParameters } from './task-parameters.js';

/** A parameter of a task that is true or false. */
type Switch = {
  [K in keyof TaskParameters]-?: NonNullable<TaskParameters[K]> extends boolean ? K : never;
}[keyof TaskParameters];

/**
 * Only the steps that every task has had since the first release need no switch. A stored task keeps the parameters of
 * its day, so a later step with a switch is off for the tasks from before it.
 */
type Enabling =
  | { readonly name: 'ddl_generation' | 'qa_generation'; readonly enabledBy: null }
  | { readonly name: string; readonly enabledBy: Switch };

type Row = Enabling & { readonly after: string | null; readonly queue: string; readonly isOptional?: true };

/**
 * The steps of a task, in the order in which they run. Everything that depends on the steps derives from this table or
 * does not compile without a new row (CONTRIBUTING, "How to add …", a step).
 * - `after`: the step whose results it needs; while that one is disabled, the one before it.
 * - `enabledBy`: the parameter that makes it part of a complete run; null: always.
 * - `queue`: where its jobs are; one queue a step.
 * - `isOptional`: answers show it only where a task has it, see `shownSteps`.
 */
export const STEPS = [
  { name: 'ddl_generation', after: null, enabledBy: null, queue: 'ddl_generation' },
  { name: 'qa_generation', after: 'ddl_generation', enabledBy: null, queue: 'qa_generation' },
  { name: 'sql_validation', after: 'qa_generation', enabledBy: 'enable_sql_validation', queue: 'sql_validation' },
  { name: 'training_load', after: 'sql_validation', enabledBy: 'enable_training_data_load', queue: 'training_load' },
  { name: 'evaluation', after: 'training_load', enabledBy: 'enable_evaluation', queue: 'evaluation', isOptional: true },
] as const satisfies readonly Row[];

export type StepName = (typeof STEPS)[number]['name'];
export type StepQueue = (typeof STEPS)[number]['queue'];
/** The switches that a complete run depends on. One that a stored task does not have is off. */
export type StepSwitches = Readonly<Partial<Pick<TaskParameters, NonNullable<(typeof STEPS)[number]['enabledBy']>>>>;

export interface StepDefinition {
  readonly name: StepName;
  readonly after: StepName | null;
  readonly enabledBy: keyof StepSwitches | null;
  readonly queue: StepQueue;
  readonly isOptional?: true;
}

const DEFINITIONS: readonly StepDefinition[] = STEPS;
export const STEP_NAMES: readonly StepName[] = DEFINITIONS.map(({ name }) => name);
/** Every complete run begins with it. */
export const FIRST_STEP: StepName = STEPS[0].name;
export const STEP_QUEUES: readonly StepQueue[] = DEFINITIONS.map(({ queue }) => queue);

const byName = new Map(DEFINITIONS.map((definition) => [definition.name, definition]));
const definitionOf = (name: StepName): StepDefinition => {
  const definition = byName.get(name);
  if (!definition) {
    throw new Error(`there is no step ${name}`);
  }
  return definition;
};

/** A value for each step. */
export function perStep<V>(valueOf: (step: StepName) => V): Record<StepName, V> {
  return recordOf(STEP_NAMES, valueOf);
}

export function queueOf(step: StepName): StepQueue {
  return definitionOf(step).queue;
}

/** The parameter of a task that makes the step part of a complete run; null: always. */
export function switchOf(step: StepName): keyof StepSwitches | null {
  return definitionOf(step).enabledBy;
}

/** The steps that a complete run of the task goes through; the others are not part of "completed". */
export function enabledSteps(switches: StepSwitches): StepName[] {
  return DEFINITIONS.filter(({ enabledBy }) => enabledBy === null || switches[enabledBy] === true).map(
    ({ name }) => name,
  );
}

/** The steps that every answer about a task shows. */
export const ALWAYS_SHOWN: readonly StepName[] = DEFINITIONS.filter(({ isOptional }) => isOptional !== true).map(
  ({ name }) => name,
);

/** The steps that answers about a task show: an optional one where it is enabled or has run. */
export function shownSteps(switches: StepSwitches, hasRun: (step: StepName) => boolean): StepName[] {
  const enabled = enabledSteps(switches);
  return DEFINITIONS.filter(
    ({ name, isOptional }) => isOptional !== true || enabled.includes(name) || hasRun(name),
  ).map(({ name }) => name);
}

/** The step whose completion `step` needs: the nearest enabled one before it, or null for the first. */
export function predecessorOf(step: StepName, switches: StepSwitches): StepName | null {
  const enabled = enabledSteps(switches);
  let before = definitionOf(step).after;
  while (before !== null && !enabled.includes(before)) {
    before = definitionOf(before).after;
  }
  return before;
}

/** The steps that need `step`, directly or by another one, in the order in which they run. */
export function stepsAfter(step: StepName): StepName[] {
  const dependents = new Set<StepName>([step]);
  for (const { name, after } of DEFINITIONS) {
    if (after !== null && dependents.has(after)) {
      dependents.add(name);
    }
  }
  return [...dependents].slice(1);
}
