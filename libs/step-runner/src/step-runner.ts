import { Inject, Injectable } from '@nestjs/common';
import { BusinessDatabases } from '#libs/business-database';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { TaskFilesService } from '#libs/files';
import { OperationRunner, type Delivery, type DeliveryOutcome } from '#libs/operations';
import type { Step, StepResult } from '#libs/steps/step';
import { ExecutionPolicy, TaskLogService } from '#libs/tasks';
import { StepAttempt } from './step-attempt.js';

/** Runs one step of one task as an operation. */
@Injectable()
export class StepRunner {
  constructor(
    private readonly operationRunner: OperationRunner,
    private readonly executionPolicy: ExecutionPolicy,
    private readonly taskFileService: TaskFilesService,
    private readonly taskLogService: TaskLogService,
    private readonly businessDatabases: BusinessDatabases,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** @throws the error of the step after the execution was failed with it */
  run(step: Step, executionId: string, delivery: Delivery): Promise<DeliveryOutcome<StepResult>> {
    const { executionPolicy, taskFileService, taskLogService, businessDatabases, config } = this;
    return this.operationRunner.run(
      this.executionPolicy,
      executionId,
      delivery,
      (claimed) =>
        new StepAttempt(step, claimed, { executionPolicy, taskFileService, taskLogService, businessDatabases, config }),
    );
  }
}
