import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { VectorOperationEntity, VectorOperationKind } from '#libs/database';
import { DomainError, errorText } from '#libs/domain-errors';
import type { JsonObject } from '#libs/pipeline';
import { PROCESS_ID } from '#libs/process';
import { SecretBox } from '#libs/secrets';
import { TaskLogService, TasksService } from '#libs/tasks';
import { wasTransactionCommitted } from '../database/transaction-outcome.js';
import { vectorBackupErrors } from '../errors.js';
import { BackupLocations } from '../folder/backup-locations.js';
import type { OperationProgress } from '../progress.js';
import { asConfigured, storedError } from './operation-error.js';
import { OperationLease } from './operation-lease.js';
import type { OperationSetup } from './operation-setup.js';
import { OperationRepository } from './operation.repository.js';
import { recoverBackup, runBackup } from './run-backup.js';
import { recoverRestore, runRestore } from './run-restore.js';
import { runVerify } from './run-verify.js';

export type OperationOutcome =
  | { readonly outcome: 'completed'; readonly result: JsonObject }
  | { readonly outcome: 'nothing_to_do' }
  /** Another worker holds it; look again then. */
  | { readonly outcome: 'leased'; readonly until: Date }
  | { readonly outcome: 'handed_back' };

interface OperationWork {
  run(operation: VectorOperationEntity, setup: OperationSetup): Promise<JsonObject>;
  /** @returns the result of an earlier delivery that had come to the end, or null */
  recover(operation: VectorOperationEntity, setup: OperationSetup): Promise<JsonObject | null>;
}

const WORK: Readonly<Record<VectorOperationKind, OperationWork>> = {
  backup: { run: runBackup, recover: recoverBackup },
  restore: { run: runRestore, recover: recoverRestore },
  verify: { run: runVerify, recover: async () => null },
};

const COMPONENT = 'VectorTableManager';

/** Runs one operation: claims it, keeps the lease, records how it ended. */
@Injectable()
export class OperationRunner {
  private readonly logger = new Logger(OperationRunner.name);

  constructor(
    private readonly operations: OperationRepository,
    private readonly locations: BackupLocations,
    private readonly tasks: TasksService,
    private readonly taskLog: TaskLogService,
    private readonly secrets: SecretBox,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /**
   * @param shutdown aborted when this process has to stop
   * @param onProgress for whoever watches in the same process
   * @throws the error of the operation, after it was recorded
   */
  async run(
    operationId: string,
    shutdown: AbortSignal,
    onProgress: (progress: OperationProgress) => void = () => undefined,
  ): Promise<OperationOutcome> {
    const leaseToken = randomUUID();
    const { leaseMs } = this.config.worker;
    const claimed = await this.operations.claim(operationId, leaseToken, PROCESS_ID, leaseMs);
    const operation = await this.operations.find(operationId);
    if (operation === null || !claimed) {
      return operation?.status === 'running' && operation.leaseExpiresAt !== null
        ? { outcome: 'leased', until: operation.leaseExpiresAt }
        : { outcome: 'nothing_to_do' };
    }
    const lease = new OperationLease(this.operations, operationId, leaseToken, leaseMs);
    lease.start();
    try {
      const setup = await this.setUp(operation, leaseToken, lease, shutdown, onProgress);
      setup.context.log(`向量表操作开始: ${operationId}`);
      const result = await this.work(operation, setup);
      await this.operations.end(operationId, { status: 'completed', result }, leaseToken);
      setup.context.log(`向量表操作完成: ${operationId}`);
      return { outcome: 'completed', result };
    } catch (error) {
      return await this.giveUp(error, operation, leaseToken, shutdown);
    } finally {
      await lease.stop();
    }
  }

  private async work(operation: VectorOperationEntity, setup: OperationSetup): Promise<JsonObject> {
    const work = WORK[operation.kind];
    const earlier = operation.milestone === null ? null : await work.recover(operation, setup);
    if (earlier !== null) {
      return earlier;
    }
    try {
      return await work.run(operation, setup);
    } catch (error) {
      // The answer of COMMIT may be what was lost: then the server knows.
      const reached = await this.operations.find(operation.operationId);
      const lost = error instanceof DomainError && error.code === vectorBackupErrors.vector_connection_lost.code;
      const settled = lost && reached?.milestone?.transactionId ? await work.recover(reached, setup) : null;
      if (settled === null) {
        throw error;
      }
      return settled;
    }
  }

  private async setUp(
    operation: VectorOperationEntity,
    leaseToken: string,
    lease: OperationLease,
    shutdown: AbortSignal,
    onProgress: (progress: OperationProgress) => void,
  ): Promise<OperationSetup> {
    const { operationId, taskId, connectionSecret } = operation;
    const signal = AbortSignal.any([lease.signal, shutdown]);
    const connectionString =
      connectionSecret === null ? this.config.vectorDatabaseUrl : this.secrets.decrypt(connectionSecret, operationId);
    return {
      connectionString,
      locations: this.locations,
      timeZone: this.config.timeZone,
      lockTimeoutMs: this.config.vectorBackup.lockTimeoutMs,
      keep: this.config.vectorBackup.keep,
      context: {
        signal,
        progress: (progress) => {
          lease.report(progress);
          onProgress(progress);
        },
        log: await this.logOf(taskId, operationId),
      },
      reach: async (milestone) => {
        if (!(await this.operations.reach(operationId, leaseToken, milestone))) {
          throw new DomainError(vectorBackupErrors.vector_lease_lost, { operation_id: operationId });
        }
      },
      wasCommitted: (transactionId) => wasTransactionCommitted(connectionString, transactionId, signal),
    };
  }

  /** Lines go to the log of this process, and to that of the task where there is one. */
  private async logOf(taskId: string | null, operationId: string): Promise<(message: string) => void> {
    const known =
      taskId !== null &&
      (await this.tasks.require(taskId).then(
        () => true,
        () => false,
      ));
    return (message) => {
      this.logger.log(`${operationId}: ${message}`);
      if (known) {
        void this.taskLog.write(taskId, [{ level: 'INFO', module: COMPONENT, message }]).catch((error: Error) => {
          this.logger.warn(`log of ${taskId}: ${error.message}`);
        });
      }
    };
  }

  private async giveUp(
    thrown: unknown,
    { operationId, connectionSecret }: VectorOperationEntity,
    leaseToken: string,
    shutdown: AbortSignal,
  ): Promise<OperationOutcome> {
    if (thrown instanceof DomainError && thrown.code === vectorBackupErrors.vector_lease_lost.code) {
      this.logger.warn(errorText(thrown, 'en'));
      return { outcome: 'handed_back' };
    }
    if (shutdown.aborted && isSameError(thrown, shutdown.reason)) {
      await this.operations.release(operationId, leaseToken);
      return { outcome: 'handed_back' };
    }
    const known = this.known(thrown, operationId);
    const error = connectionSecret === null ? asConfigured(known) : known;
    const status = error.kind === 'cancelled' ? 'cancelled' : 'failed';
    await this.operations.end(operationId, { status, error: storedError(error) }, leaseToken);
    throw error;
  }

  /** An error that nobody foresaw is a defect: its particulars stay in this process's log, under a number. */
  private known(thrown: unknown, operationId: string): DomainError {
    if (thrown instanceof DomainError) {
      return thrown;
    }
    const correlationId = randomUUID();
    const stack = thrown instanceof Error ? thrown.stack : String(thrown);
    this.logger.error(`${operationId} failed (${correlationId})`, stack);
    return new DomainError(vectorBackupErrors.vector_operation_defect, { correlationId }, { cause: thrown });
  }
}

/** An abort comes back with the particulars of the operation added to its reason. */
function isSameError(thrown: unknown, reason: unknown): boolean {
  return (
    thrown === reason || (thrown instanceof DomainError && reason instanceof DomainError && thrown.code === reason.code)
  );
}
