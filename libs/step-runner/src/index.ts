export { StepRunner } from './step-runner.js';
export { StepRunnerModule } from './step-runner.module.js';
