export { StepRunner, type Delivery, type RunOutcome } from './step-runner.js';
export { StepRunnerModule } from './step-runner.module.js';
