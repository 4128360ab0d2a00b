import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { fileTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { VectorOperationEntity, VectorOperationKind } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import type { JsonObject } from '#libs/pipeline';
import { JobQueue } from '#libs/queue';
import { SecretBox } from '#libs/secrets';
import { BackupCopies } from '../copy/backup-copies.js';
import { vectorBackupErrors } from '../errors.js';
import type { BackupFolder } from '../folder/backup-folder.js';
import { BackupLocations } from '../folder/backup-locations.js';
import { lastVerified, readBases, removeBackups } from '../folder/retention.js';
import { requireAllowedConnection } from './allowed-connection.js';
import { jobWorkOf } from './job-work.js';
import { storedError } from './operation-error.js';
import { backupParametersSchema } from './operation-parameters.js';
import { VectorOperationRepository, type OperationFilter } from './vector-operation.repository.js';
import { VectorOperationTable } from './vector-operation.table.js';

interface OperationRequest {
  readonly kind: VectorOperationKind;
  /** The task whose folder receives or holds the backup; null: the shared folder. */
  readonly taskId: string | null;
  readonly parameters: JsonObject;
  /** Null: the configured vector database. */
  readonly connectionString: string | null;
  readonly requestKey?: string;
  /** A client waits for the answer, see `waitFor`. */
  readonly clientWaits?: boolean;
  /** An operator at the machine may name any server. */
  readonly trusted?: boolean;
}

/** Pause between two looks at a running operation: short first, for small tables. */
const POLL_MS = [20, 50, 100, 200, 500];

/** Creates, reads and cancels operations on the vector tables. */
@Injectable()
export class VectorOperationsService {
  constructor(
    private readonly vectorOperationRepository: VectorOperationRepository,
    private readonly table: VectorOperationTable,
    private readonly locations: BackupLocations,
    private readonly copies: BackupCopies,
    private readonly queue: JobQueue,
    private readonly secrets: SecretBox,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /**
   * Writes the operation down and gives it to the workers.
   * @throws DomainError `vector_connection_invalid`, `vector_connection_not_allowed`, `vector_task_directory_missing`
   */
  async request(request: OperationRequest): Promise<VectorOperationEntity> {
    const operation = await this.create(request);
    try {
      await this.queue.enqueueVectorOperation(operation.operationId, jobWorkOf(operation));
    } catch (error) {
      await this.table.withdraw(operation.operationId);
      throw error;
    }
    return operation;
  }

  /** The same without the queue, for a caller that runs the operation itself. */
  async create(request: OperationRequest): Promise<VectorOperationEntity> {
    const { kind, taskId, parameters, connectionString } = request;
    if (connectionString !== null && request.trusted !== true) {
      const { vectorDatabaseUrl, vectorBackup } = this.config;
      requireAllowedConnection(connectionString, vectorDatabaseUrl, vectorBackup.allowedHosts);
    }
    if (taskId !== null && (kind === 'backup' || !(await this.copies.hasFolder(taskId)))) {
      await this.locations.requireTaskFolder(taskId);
    }
    const operation = await this.vectorOperationRepository.insert({
      idBase: `vector_${kind}_${fileTimestamp(new Date(), this.config.timeZone)}`,
      kind,
      taskId,
      parameters,
      requestKey: request.requestKey ?? null,
      clientWaits: request.clientWaits ?? false,
      connectionSecret: (operationId) =>
        connectionString === null ? null : this.secrets.encrypt(connectionString, operationId),
    });
    if (kind !== 'verify') {
      await this.vectorOperationRepository.stopVerificationsInTurn();
    }
    return operation;
  }

  /** The operation of a job of the backup schedule; idempotent per job. */
  async scheduled(jobId: string): Promise<string> {
    const parameters = backupParametersSchema.parse({});
    const requestKey = `schedule:${jobId}`;
    const { operationId } = await this.create({
      kind: 'backup',
      taskId: null,
      parameters,
      connectionString: null,
      requestKey,
    });
    return operationId;
  }

  /** @throws DomainError `vector_operation_not_found` */
  async get(operationId: string): Promise<VectorOperationEntity> {
    const operation = await this.table.find(operationId);
    if (operation === null) {
      throw new DomainError(vectorBackupErrors.vector_operation_not_found, { operation_id: operationId });
    }
    return operation;
  }

  /**
   * Where the backup is that an operation made.
   * @throws DomainError `vector_operation_not_found`, `vector_backup_not_found`
   */
  async backupOf(operationId: string): Promise<{ taskId: string | null; timestamp: string }> {
    const operation = await this.get(operationId);
    const { kind, taskId, milestone } = operation;
    // Of one that failed too, if its files were complete before that.
    const isThere = kind === 'backup' && isEnded(operation) && milestone?.result !== undefined;
    const timestamp = isThere ? milestone?.timestamp : undefined;
    if (timestamp === undefined) {
      throw new DomainError(vectorBackupErrors.vector_backup_not_found, { missing: operationId });
    }
    return { taskId, timestamp };
  }

  list(
    filter: OperationFilter,
    limit: number,
    offset: number,
  ): Promise<{ operations: VectorOperationEntity[]; total: number }> {
    return this.vectorOperationRepository.list(filter, limit, offset);
  }

  /** Waits for the end of the operation; returns its current state at the timeout or when the client disconnects. */
  async waitFor(operationId: string, milliseconds: number, gone: AbortSignal): Promise<VectorOperationEntity> {
    const deadline = Date.now() + milliseconds;
    for (let look = 0; ; look += 1) {
      const operation = await this.get(operationId);
      if (isEnded(operation)) {
        return operation;
      }
      if (Date.now() >= deadline || gone.aborted) {
        await this.vectorOperationRepository.answered(operationId);
        return operation;
      }
      await sleep(Math.min(POLL_MS[look] ?? 500, Math.max(0, deadline - Date.now())));
    }
  }

  /**
   * Cancels a pending operation at once; a running one is asked to stop and rolls back.
   * @throws DomainError `vector_operation_not_found`, `vector_operation_ended`
   */
  async cancel(operationId: string): Promise<{ ended: boolean }> {
    const { status } = await this.get(operationId);
    const error = storedError(new DomainError(vectorBackupErrors.vector_operation_cancelled));
    if (await this.table.cancelPending(operationId, { status: 'cancelled', error })) {
      await this.queue.removeJob('vector_backup', operationId);
      return { ended: true };
    }
    if (await this.vectorOperationRepository.requestCancel(operationId)) {
      return { ended: false };
    }
    throw new DomainError(vectorBackupErrors.vector_operation_ended, { operation_id: operationId, status });
  }

  /**
   * Removes an ended operation; of a backup, its files too.
   * @returns names of the removed files
   * @param includeBackups also the last verified backup of the folder
   * @throws DomainError `vector_operation_not_found`, `vector_operation_running`, `vector_backup_needed`,
   * `vector_backup_last_verified`
   */
  async remove(operationId: string, includeBackups = false): Promise<string[]> {
    const operation = await this.get(operationId);
    if (!isEnded(operation)) {
      throw new DomainError(vectorBackupErrors.vector_operation_running, { operation_id: operationId });
    }
    const timestamp = operation.kind === 'backup' ? operation.milestone?.timestamp : undefined;
    const folder = this.locations.folder(operation.taskId);
    if (timestamp !== undefined) {
      await requireNotNeeded(folder, timestamp);
      if (!includeBackups && (await lastVerified(folder)) === timestamp) {
        throw new DomainError(vectorBackupErrors.vector_backup_last_verified, { timestamp });
      }
    }
    if (timestamp !== undefined) {
      await this.copies.remove(operation.taskId, [timestamp]);
    }
    const removed = timestamp === undefined ? [] : await removeBackups(folder, [timestamp]);
    // Its id may be taken again within the second; an old job of that id would block the new one.
    await this.queue.removeJob('vector_backup', operationId);
    await this.vectorOperationRepository.remove(operation, timestamp ?? null);
    return removed;
  }
}

async function requireNotNeeded(folder: BackupFolder, timestamp: string): Promise<void> {
  const needing = [...(await readBases(folder))].filter(([, base]) => base === timestamp).map(([later]) => later);
  if (needing.length > 0) {
    throw new DomainError(vectorBackupErrors.vector_backup_needed, { timestamp, needing: needing.join(', ') });
  }
}

function isEnded({ status }: VectorOperationEntity): boolean {
  return status !== 'pending' && status !== 'running';
}
