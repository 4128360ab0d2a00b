import type { VectorOperationEntity } from '#libs/database';
import { isoTimestamp } from '#libs/clock';
import { DomainError } from '#libs/domain-errors';
import type { Language, Message } from '#libs/language';
import type { Attempt, AttemptContext, AttemptEnding, Claimed } from '#libs/operations';
import type { JsonObject } from '#libs/pipeline';
import { vectorBackupErrors } from '../errors.js';
import { vectorBackupMessages } from '../messages.js';
import type { OperationProgress } from '../progress.js';
import { asConfigured } from './operation-error.js';
import type { OperationSetup } from './operation-setup.js';
import { setUp, WORK, type OperationServices } from './operation-work.js';
import { ProgressMeter } from './progress-meter.js';
import type { VectorOperationTable } from './vector-operation.table.js';

export interface OperationSurroundings extends OperationServices {
  readonly table: VectorOperationTable;
  readonly log: (message: Message) => void;
  readonly onProgress: (progress: OperationProgress) => void;
}

/** One attempt at an operation; it begins with the recovery of an earlier one. */
export class VectorOperationAttempt implements Attempt<JsonObject> {
  readonly name: string;
  private readonly operation: VectorOperationEntity;
  private readonly leaseToken: string;
  private readonly language: Language;
  private readonly meter = new ProgressMeter();

  constructor(
    { operation, leaseToken, language }: Claimed<VectorOperationEntity>,
    private readonly surroundings: OperationSurroundings,
  ) {
    this.name = operation.operationId;
    this.operation = operation;
    this.leaseToken = leaseToken;
    this.language = language;
  }

  async work({ signal }: AttemptContext): Promise<JsonObject> {
    try {
      const setup = this.setUp(signal);
      setup.context.log(vectorBackupMessages.operation_started({ operation: this.name }));
      return await this.recoverOrRun(setup);
    } catch (error) {
      throw error instanceof DomainError && this.operation.connectionSecret === null ? asConfigured(error) : error;
    }
  }

  progress(): JsonObject | null {
    return this.meter.read();
  }

  ended(ending: AttemptEnding): void {
    const { log } = this.surroundings;
    if (ending.type === 'completed') {
      log(vectorBackupMessages.operation_completed({ operation: this.name }));
    } else if (ending.type === 'waiting') {
      const until = isoTimestamp(new Date(ending.wait.until), this.surroundings.config.timeZone);
      log(vectorBackupMessages.operation_waits({ operation: this.name, reason: ending.text, until }));
    }
  }

  private async recoverOrRun(setup: OperationSetup): Promise<JsonObject> {
    const work = WORK[this.operation.kind];
    const earlier = this.operation.milestone === null ? null : await work.recover(this.operation, setup);
    if (earlier !== null) {
      return earlier;
    }
    try {
      return await work.run(this.operation, setup);
    } catch (error) {
      // The reply to COMMIT may be lost: ask the server for the outcome.
      const reached = await this.surroundings.table.find(this.name);
      const lost = error instanceof DomainError && error.code === vectorBackupErrors.vector_connection_lost.code;
      const settled = lost && reached?.milestone?.transactionId ? await work.recover(reached, setup) : null;
      if (settled === null) {
        throw error;
      }
      return settled;
    }
  }

  private setUp(signal: AbortSignal): OperationSetup {
    const { table, log, onProgress } = this.surroundings;
    const context = {
      signal,
      language: this.language,
      progress: (progress: OperationProgress) => {
        this.meter.report(progress);
        onProgress(progress);
      },
      log,
    };
    return setUp(this.operation, this.surroundings, context, (milestone) =>
      table.saveMilestone(this.name, this.leaseToken, milestone),
    );
  }
}
