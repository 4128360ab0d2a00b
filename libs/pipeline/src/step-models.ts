import type { StepName } from './steps.js';

/** The models that the output of a step depends on: another one makes what it made stale. */
export const STEP_MODELS: Readonly<Record<StepName, readonly ('chat' | 'embedder')[]>> = {
  ddl_generation: ['chat'],
  qa_generation: ['chat'],
  sql_validation: [],
  training_load: ['embedder'],
  evaluation: ['embedder'],
};
