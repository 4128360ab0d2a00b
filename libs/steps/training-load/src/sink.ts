import type { StepContext, StepInput, StepResult } from '#libs/steps/step';
import type { TrainingData } from './training-data.js';

/** Somewhere that training data goes to. A sink takes all of it or, on an error, is left as it was. */
export interface TrainingSink {
  /** As `training_sinks` of a task names it. */
  readonly name: 'vanna' | 'files';
  /** @returns what the result of the step says about it */
  load(data: TrainingData, input: StepInput, context: StepContext): Promise<StepResult>;
}

/** Logger name of the lines that the step writes. */
export const COMPONENT = 'TrainingDataLoader';
