import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { fileTimestamp } from '#libs/clock';
import { VECTOR_BACKUP_COPY_STATES, type VectorBackupCopyState, type VectorOperationEntity } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import type { CopiesMark } from '#libs/fleet';
import type { Text } from '#libs/language';
import { JobQueue } from '#libs/queue';
import { vectorBackupErrors } from '../errors.js';
import type { BackupFolder } from '../folder/backup-folder.js';
import type { BackupLocations } from '../folder/backup-locations.js';
import { byTime, finishedName, manifestName, timestampOf } from '../folder/backup-names.js';
import { isPart } from '../folder/backup-parts.js';
import {
  backupsOf,
  isSound,
  listBackups,
  type BackupFilter,
  type BackupLocation,
  type ListedBackup,
} from '../folder/list-backups.js';
import { removeBackups } from '../folder/retention.js';
import { storedError } from '../operations/operation-error.js';
import { VectorOperationRepository } from '../operations/vector-operation.repository.js';

/** A list must not wait for a second storage that is away. */
const LOOK_LIMIT_MS = 5_000;

export const COPY_STATES = VECTOR_BACKUP_COPY_STATES;

/** The second copy of a backup. `unknown`: the second storage does not answer. */
export interface CopyState {
  readonly state: VectorBackupCopyState;
  readonly copiedAt: Date | null;
  readonly problem: Text | null;
}

/** A backup of either storage. */
export interface CopiedBackup extends ListedBackup {
  /** `copy`: only the second storage has it. */
  readonly storage: 'first' | 'copy';
  /** Null without a second storage, and for a backup without a manifest, which is not copied. */
  readonly copy: CopyState | null;
}

export interface CopiedLocation extends Omit<BackupLocation, 'backups'> {
  /** Newest first. */
  readonly backups: readonly CopiedBackup[];
}

/** Copies of backups on the storage of VECTOR_BACKUP_COPY_URL. */
@Injectable()
export class BackupCopies {
  private readonly logger = new Logger(BackupCopies.name);

  constructor(
    private readonly first: BackupLocations,
    /** Null: there is no second storage. */
    readonly locations: BackupLocations | null,
    /** Null with the storage. */
    private readonly mark: CopiesMark | null,
    private readonly vectorOperationRepository: VectorOperationRepository,
    private readonly queue: JobQueue,
    private readonly timeZone: string,
  ) {}

  /**
   * Requests a copy of each good backup of a location that has no good one: also where a copy failed before, or was
   * damaged since. A bad backup would be read in full, and refused, each time. The sweep puts an operation without a job
   * into the queue.
   */
  async request(taskId: string | null): Promise<void> {
    if (this.locations === null) {
      return;
    }
    const folder = this.locations.folder(taskId);
    const copies = await withinLimit(async () => {
      await this.mark?.require();
      return backupsOf(folder, this.timeZone);
    });
    const backups = (await backupsOf(this.first.folder(taskId), this.timeZone)).filter(isSound);
    for (const backup of backups.reverse()) {
      const { timestamp } = backup;
      const isCopied =
        copies instanceof DomainError
          ? await this.wasCopied(taskId, timestamp)
          : stateOfCopy(copyIn(copies, timestamp), backup)?.state === 'verified';
      if (!isCopied) {
        await this.requestOne(taskId, timestamp);
      }
    }
  }

  private async wasCopied(taskId: string | null, timestamp: string): Promise<boolean> {
    return (await this.vectorOperationRepository.findByKey(keyOf(taskId, timestamp)))?.status === 'completed';
  }

  private async requestOne(taskId: string | null, timestamp: string): Promise<void> {
    const requestKey = keyOf(taskId, timestamp);
    await this.vectorOperationRepository.removeEnded(requestKey);
    const { operationId } = await this.vectorOperationRepository.insert({
      idBase: `vector_copy_${fileTimestamp(new Date(), this.timeZone)}`,
      kind: 'copy',
      taskId,
      parameters: { source_task_id: taskId, timestamp },
      requestKey,
      clientWaits: false,
      connectionSecret: () => null,
    });
    await this.queue.enqueueVectorOperation(operationId, 'copy').catch((error: Error) => {
      this.logger.warn(`${operationId}: ${error.message}`);
    });
  }

  /**
   * @throws DomainError `vector_storage_failed`, those of `CopiesMark.require`, or `vector_operation_running` while a copy is open, which would be there
   * after the removal: nothing is removed from the first storage then
   */
  async remove(taskId: string | null, timestamps: readonly string[]): Promise<void> {
    if (this.locations !== null) {
      for (const timestamp of timestamps) {
        const operation = await this.vectorOperationRepository.findByKey(keyOf(taskId, timestamp));
        if (operation !== null && stateOfOperation(operation) === 'pending') {
          throw new DomainError(vectorBackupErrors.vector_operation_running, { operation_id: operation.operationId });
        }
      }
      await this.mark?.require();
      await removeBackups(this.locations.folder(taskId), timestamps);
    }
  }

  /** Every location that holds a backup on one of the storages, with the state of the copies. */
  async list(filter: BackupFilter): Promise<CopiedLocation[]> {
    const { locations } = this;
    const [found, looked] = await Promise.all([
      listBackups(this.first, filter, this.timeZone),
      locations === null
        ? null
        : withinLimit(async () => {
            await this.mark?.require();
            return listBackups(locations, filter, this.timeZone);
          }),
    ]);
    if (looked === null) {
      return found.map((location) =>
        withBackups(
          location,
          location.backups.map((backup) => onFirst(backup, null)),
        ),
      );
    }
    const copied = looked instanceof DomainError ? [] : looked;
    const tasks = [...new Set([...found, ...copied].map(({ taskId }) => taskId))];
    return Promise.all(
      tasks.map(async (taskId) => {
        const [own, copies] = [found, copied].map((each) => each.find((at) => at.taskId === taskId)?.backups ?? []);
        const backups = await Promise.all(
          (own ?? []).map(async (backup) => onFirst(backup, await this.stateOf(taskId, backup, copies ?? [], looked))),
        );
        const known = new Set(backups.map(({ timestamp }) => timestamp));
        const others = (copies ?? []).filter(({ timestamp }) => !known.has(timestamp)).map(onSecond);
        const all = [...backups, ...others].sort((left, right) => byTime(right.timestamp, left.timestamp));
        return withBackups({ taskId, relativePath: this.first.relativePath(taskId) }, all);
      }),
    );
  }

  private async stateOf(
    taskId: string | null,
    backup: ListedBackup,
    copies: readonly ListedBackup[],
    looked: unknown,
  ): Promise<CopyState | null> {
    if (backup.manifest === null) {
      return null;
    }
    if (looked instanceof DomainError) {
      return { state: 'unknown', copiedAt: null, problem: storedError(looked) };
    }
    const found = stateOfCopy(copyIn(copies, backup.timestamp), backup);
    const operation = await this.vectorOperationRepository.findByKey(keyOf(taskId, backup.timestamp));
    if (found?.state === 'verified' || (found !== null && stateOfOperation(operation) !== 'pending')) {
      return found;
    }
    return { state: stateOfOperation(operation), copiedAt: null, problem: operation?.error ?? null };
  }

  /** The folder that has the backup: the first storage, or the second one if the first does not have it any more. */
  async folderOf(taskId: string | null, timestamp: string, storage: 'auto' | 'first' | 'copy'): Promise<BackupFolder> {
    const first = this.first.folder(taskId);
    const copy = this.locations?.folder(taskId) ?? null;
    if (storage === 'copy' && copy === null) {
      throw new DomainError(vectorBackupErrors.vector_copy_unset);
    }
    if (copy === null || storage === 'first') {
      return first;
    }
    const isGone = storage === 'copy' || !(await first.list()).some(({ name }) => isContent(name, timestamp));
    if (!isGone) {
      return first;
    }
    await this.mark?.require();
    return storage === 'copy' || (await manifestsIn(copy)).has(timestamp) ? copy : first;
  }

  /**
   * The folder of copies, on a storage that has the mark of this installation from now on.
   * @throws DomainError `vector_copy_unset`, and those of `CopiesMark.claim`
   */
  async folderToWrite(taskId: string | null): Promise<BackupFolder> {
    if (this.locations === null) {
      throw new DomainError(vectorBackupErrors.vector_copy_unset);
    }
    await this.mark?.claim();
    return this.locations.folder(taskId);
  }

  /** Whether the second storage has backups of the task. */
  async hasFolder(taskId: string): Promise<boolean> {
    return (await this.locations?.folder(taskId).exists()) ?? false;
  }
}

function withBackups(
  { taskId, relativePath }: Omit<CopiedLocation, 'backups'>,
  backups: readonly CopiedBackup[],
): CopiedLocation {
  return { taskId, relativePath, backups };
}

function onFirst(backup: ListedBackup, copy: CopyState | null): CopiedBackup {
  return { ...backup, storage: 'first', copy };
}

function onSecond(backup: ListedBackup): CopiedBackup {
  return { ...backup, storage: 'copy', copy: stateOfCopy(backup, null) };
}

function copyIn(copies: readonly ListedBackup[], timestamp: string): ListedBackup | null {
  return copies.find((each) => each.timestamp === timestamp) ?? null;
}

/**
 * A manifest was written after all files were read back.
 * @param original null: the first storage does not have it any more
 */
function stateOfCopy(copy: ListedBackup, original: ListedBackup | null): CopyState;
function stateOfCopy(copy: ListedBackup | null, original: ListedBackup | null): CopyState | null;
function stateOfCopy(copy: ListedBackup | null, original: ListedBackup | null): CopyState | null {
  if (copy === null || (copy.manifest === null && original !== null)) {
    return null;
  }
  const { timestamp, damage, writtenAt: copiedAt } = copy;
  // What stands in the place of an encrypted backup is not what was copied.
  const isReplaced = original?.problem?.code === vectorBackupErrors.vector_backup_downgraded.code;
  const sha256 = isReplaced ? null : (original?.manifestSha256 ?? null);
  const differs =
    sha256 !== null && copy.manifestSha256 !== sha256
      ? new DomainError(vectorBackupErrors.vector_copy_differs, { timestamp })
      : null;
  const error = copy.problem ?? differs;
  const problem = error === null ? damage && damage.reason : storedError(error);
  return { state: problem === null ? 'verified' : 'failed', copiedAt, problem };
}

function keyOf(taskId: string | null, timestamp: string): string {
  return `copy:${taskId ?? ''}:${timestamp}`;
}

function stateOfOperation(operation: VectorOperationEntity | null): CopyState['state'] {
  switch (operation?.status) {
    case 'pending':
    case 'running':
      return 'pending';
    case 'failed':
    case 'cancelled':
      return 'failed';
    default:
      return 'missing';
  }
}

/** Whether the file is the manifest or a data file of the backup: a log or a note alone is no backup. */
function isContent(name: string, timestamp: string): boolean {
  const finished = finishedName(name);
  return finished === manifestName(timestamp) || isPart(finished, timestamp);
}

/** Timestamps of the published manifests in a folder. */
async function manifestsIn(folder: BackupFolder): Promise<Set<string>> {
  const names = (await folder.list()).map(({ name }) => name);
  return new Set(
    names.flatMap((name) => {
      const timestamp = timestampOf(name);
      return timestamp !== null && name === manifestName(timestamp) ? [timestamp] : [];
    }),
  );
}

/** @returns the error of a storage that fails or does not answer in time */
async function withinLimit<T>(look: () => Promise<T>): Promise<T | DomainError> {
  const late = new AbortController();
  const silent = sleep(LOOK_LIMIT_MS, null, { signal: late.signal }).then(
    () => new DomainError(vectorBackupErrors.vector_storage_failed, { reason: `${LOOK_LIMIT_MS / 1000} s` }),
  );
  silent.catch(() => undefined);
  try {
    return await Promise.race([look(), silent]);
  } catch (error) {
    if (error instanceof DomainError) {
      return error;
    }
    throw error;
  } finally {
    late.abort();
  }
}
