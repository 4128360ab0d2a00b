import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { VectorOperationEntity } from '#libs/database';
import { render, type Message } from '#libs/language';
import { OperationRunner, type Claimed, type Delivery, type DeliveryOutcome } from '#libs/operations';
import type { JsonObject } from '#libs/pipeline';
import { SecretBox } from '#libs/secrets';
import { TaskLogService } from '#libs/tasks';
import { BackupCopies } from '../copy/backup-copies.js';
import { BackupLocations } from '../folder/backup-locations.js';
import type { OperationProgress } from '../progress.js';
import { VectorOperationAttempt } from './vector-operation-attempt.js';
import { VectorOperationPolicy } from './vector-operation.policy.js';

const COMPONENT = 'VectorTableManager';

/** Runs one operation on the vector tables. */
@Injectable()
export class VectorOperationRunner {
  private readonly logger = new Logger(VectorOperationRunner.name);

  constructor(
    private readonly operationRunner: OperationRunner,
    private readonly policy: VectorOperationPolicy,
    private readonly locations: BackupLocations,
    private readonly copies: BackupCopies,
    private readonly taskLogService: TaskLogService,
    private readonly secrets: SecretBox,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /**
   * @param onProgress for a caller that shows the progress in this process
   * @throws the error of the operation, after it was recorded
   */
  run(
    operationId: string,
    delivery: Delivery,
    onProgress: (progress: OperationProgress) => void = () => undefined,
  ): Promise<DeliveryOutcome<JsonObject>> {
    const { policy, locations, copies, secrets, config } = this;
    return this.operationRunner.run(policy, operationId, delivery, (claimed) => {
      const log = this.logOf(claimed);
      const surroundings = { table: policy.table, locations, copies, secrets, config, log, onProgress };
      return new VectorOperationAttempt(claimed, surroundings);
    });
  }

  /** Lines go to the log of this process, and to that of the task if there is one. */
  private logOf({ operation, task, language }: Claimed<VectorOperationEntity>): (message: Message) => void {
    return (line) => {
      const message = render(line, language);
      this.logger.log(`${operation.operationId}: ${message}`);
      if (task !== null) {
        void this.taskLogService
          .write(task.taskId, [{ level: 'INFO', module: COMPONENT, message }])
          .catch((error: Error) => {
            this.logger.warn(`log of ${task.taskId}: ${error.message}`);
          });
      }
    };
  }
}
