import type { ResolvedConfig } from '#libs/config';
import type { VectorOperationEntity, VectorOperationKind } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import type { Language, Message } from '#libs/language';
import type { Attempt, AttemptContext, AttemptEnding, Claimed } from '#libs/operations';
import type { JsonObject } from '#libs/pipeline';
import type { SecretBox } from '#libs/secrets';
import { wasTransactionCommitted } from '../database/transaction-outcome.js';
import { vectorBackupErrors } from '../errors.js';
import type { BackupLocations } from '../folder/backup-locations.js';
import { vectorBackupMessages } from '../messages.js';
import type { OperationProgress } from '../progress.js';
import { asConfigured } from './operation-error.js';
import type { OperationSetup } from './operation-setup.js';
import { ProgressMeter } from './progress-meter.js';
import { recoverBackup, runBackup } from './run-backup.js';
import { recoverRestore, runRestore } from './run-restore.js';
import { runVerify } from './run-verify.js';
import type { VectorOperationTable } from './vector-operation.table.js';

interface OperationWork {
  run(operation: VectorOperationEntity, setup: OperationSetup): Promise<JsonObject>;
  /** @returns the result of an earlier attempt that was complete, or null */
  recover(operation: VectorOperationEntity, setup: OperationSetup): Promise<JsonObject | null>;
}

const WORK: Readonly<Record<VectorOperationKind, OperationWork>> = {
  backup: { run: runBackup, recover: recoverBackup },
  restore: { run: runRestore, recover: recoverRestore },
  verify: { run: runVerify, recover: async () => null },
};

export interface OperationSurroundings {
  readonly table: VectorOperationTable;
  readonly locations: BackupLocations;
  readonly secrets: SecretBox;
  readonly config: ResolvedConfig;
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

  ended({ type }: AttemptEnding): void {
    if (type === 'completed') {
      this.surroundings.log(vectorBackupMessages.operation_completed({ operation: this.name }));
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
    const { operationId, connectionSecret } = this.operation;
    const { table, locations, secrets, config, log, onProgress } = this.surroundings;
    const connectionString =
      connectionSecret === null ? config.vectorDatabaseUrl : secrets.decrypt(connectionSecret, operationId);
    return {
      connectionString,
      locations,
      timeZone: config.timeZone,
      lockTimeoutMs: config.vectorBackup.lockTimeoutMs,
      keep: config.vectorBackup.keep,
      context: {
        signal,
        language: this.language,
        progress: (progress) => {
          this.meter.report(progress);
          onProgress(progress);
        },
        log,
      },
      saveMilestone: (milestone) => table.saveMilestone(operationId, this.leaseToken, milestone),
      wasCommitted: (transactionId) => wasTransactionCommitted(connectionString, transactionId, signal),
    };
  }
}
