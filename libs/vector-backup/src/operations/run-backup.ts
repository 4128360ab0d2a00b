import type { VectorOperationEntity } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { toJsonObject, type JsonObject } from '#libs/pipeline';
import { backupResultSchema, type BackupResult } from '../backup/backup-result.js';
import { createBackup } from '../backup/create-backup.js';
import type { BackupFolder } from '../folder/backup-folder.js';
import { finishedName, manifestName, timestampOf } from '../folder/backup-names.js';
import { removeOldBackups } from '../folder/retention.js';
import { vectorBackupMessages } from '../messages.js';
import { TRUNCATED_TABLES } from '../tables.js';
import { verifyBackup } from '../verify/verify-backup.js';
import { backupParametersSchema, type BackupParameters } from './operation-parameters.js';
import type { OperationSetup } from './operation-setup.js';

/** Runs the backup of the operation. */
export async function runBackup(operation: VectorOperationEntity, setup: OperationSetup): Promise<JsonObject> {
  const parameters = backupParametersSchema.parse(operation.parameters);
  const folder = setup.locations.folder(operation.taskId);
  // An earlier delivery may have died between its reservation and the note of it.
  await folder.withdraw(operation.operationId);
  let milestone = {};
  const result = await createBackup(
    {
      ...parameters,
      connectionString: setup.connectionString,
      folder,
      owner: operation.operationId,
      taskId: operation.taskId,
      startedAt: operation.createdAt,
      timeZone: setup.timeZone,
      lockTimeoutMs: setup.lockTimeoutMs,
      avoidTimestamp: operation.milestone?.timestamp ?? null,
    },
    {
      ...setup.context,
      onTimestamp: (timestamp) => setup.saveMilestone((milestone = { timestamp })),
      onPublished: (published, transactionId) =>
        setup.saveMilestone({
          ...milestone,
          result: toJsonObject(published),
          ...(transactionId === null ? {} : { transactionId }),
        }),
    },
  );
  return finish(result, folder, parameters, setup);
}

/**
 * Recovers an earlier attempt at the same operation whose worker died. Its unfinished files are removed.
 * @returns the result when that attempt was complete, null when the backup has to run again
 */
export async function recoverBackup(
  operation: VectorOperationEntity,
  setup: OperationSetup,
): Promise<JsonObject | null> {
  const { timestamp, result, transactionId } = operation.milestone ?? {};
  if (timestamp === undefined) {
    return null;
  }
  const folder = setup.locations.folder(operation.taskId);
  if ((await folder.find(manifestName(timestamp))) === null || result === undefined) {
    const names = (await folder.list()).map(({ name }) => finishedName(name));
    await folder.remove([...new Set(names)].filter((name) => timestampOf(name) === timestamp));
    return null;
  }
  const published = backupResultSchema.parse(result);
  const parameters = backupParametersSchema.parse(operation.parameters);
  if (!parameters.truncate) {
    return finish(published, folder, parameters, setup);
  }
  const committed = transactionId !== undefined && (await setup.wasCommitted(transactionId));
  return committed ? finish(asTruncated(published), folder, parameters, setup) : null;
}

/** The result of a backup whose transaction, with the truncation in it, turned out to be committed. */
function asTruncated(result: BackupResult): BackupResult {
  const truncated = TRUNCATED_TABLES.flatMap((table) => {
    const backedUp = result.tables_backed_up[table];
    return backedUp === undefined
      ? []
      : [[table, { success: true, rows_before: backedUp.row_count, rows_after: 0, duration: 0 }] as const];
  });
  return { ...result, truncate_performed: true, truncate_results: Object.fromEntries(truncated) };
}

/** @throws DomainError where the verification fails; its details state that the backup exists */
async function finish(
  result: BackupResult,
  folder: BackupFolder,
  { verify }: BackupParameters,
  setup: OperationSetup,
): Promise<JsonObject> {
  const { connectionString, timeZone, context } = setup;
  const timestamp = result.backup_timestamp;
  const verification = verify
    ? await verifyBackup({ connectionString, folder, timestamp, timeZone }, context).catch((error: unknown) => {
        throw withDetails(error, result);
      })
    : null;
  const removed = await removeOldBackups(folder, setup.retention, { now: new Date(), timeZone, made: timestamp });
  if (removed.length > 0) {
    setup.context.log(vectorBackupMessages.old_backups_removed({ timestamps: removed }));
  }
  return toJsonObject(verification === null ? result : { ...result, verification });
}

function withDetails(
  error: unknown,
  { backup_performed, truncate_performed, tables_backed_up }: BackupResult,
): unknown {
  const details = { backup_performed, truncate_performed, tables_backed_up };
  return error instanceof DomainError
    ? new DomainError(error.definition, error.params, { cause: error.cause, details })
    : error;
}
