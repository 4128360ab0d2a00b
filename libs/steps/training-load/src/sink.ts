import type { SinkName } from '#libs/pipeline';
import type { StepContext, StepInput, StepResult } from '#libs/steps/step';
import type { TrainingData } from './training-data.js';

/** Somewhere that training data goes to. A sink takes all of it or, on an error, is left as it was. */
export interface TrainingSink {
  /** Its output appears only when the step succeeds. Such sinks load first, so that their errors leave nothing behind. */
  readonly isStaged: boolean;
  /** @returns its part of the step's result */
  load(data: TrainingData, input: StepInput, context: StepContext): Promise<StepResult>;
}

/** A sink for every sink name of a task. */
export type TrainingSinks = Readonly<Record<SinkName, TrainingSink>>;

/** Logger name of the lines that the step writes. */
export const COMPONENT = 'TrainingDataLoader';
