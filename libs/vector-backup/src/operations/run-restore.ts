import type { VectorOperationEntity } from '#libs/database';
import { toJsonObject, type JsonObject } from '#libs/pipeline';
import { restoreBackup } from '../restore/restore-backup.js';
import { indexWords } from './index-words.js';
import { restoreParametersSchema } from './operation-parameters.js';
import type { OperationSetup } from './operation-setup.js';

/** Runs the restore of the operation. */
export async function runRestore(operation: VectorOperationEntity, setup: OperationSetup): Promise<JsonObject> {
  const parameters = restoreParametersSchema.parse(operation.parameters);
  const { source_task_id: taskId, timestamp, storage, tables, schema, verify } = parameters;
  const { locations, copies } = setup;
  const folder = await copies.folderOf(taskId, timestamp, storage);
  const isFirst = folder.location === locations.folder(taskId).location;
  const result = await restoreBackup(
    {
      connectionString: setup.connectionString,
      folder,
      backupPath: isFirst ? locations.relativePath(taskId) : folder.location,
      timestamp,
      tables,
      schema,
      verify,
      truncateBefore: parameters.truncate_before_restore,
      onConflict: parameters.on_conflict,
      rebuildIndexes: parameters.rebuild_indexes,
      lockTimeoutMs: setup.lockTimeoutMs,
    },
    {
      ...setup.context,
      onLoaded: (loaded, transactionId) => setup.saveMilestone({ result: toJsonObject(loaded), transactionId }),
    },
  );
  return indexWords(setup, schema, toJsonObject(result));
}

/** A restore is done if its transaction was committed; otherwise it left nothing. */
export async function recoverRestore(
  { milestone, parameters }: VectorOperationEntity,
  setup: OperationSetup,
): Promise<JsonObject | null> {
  const { result, transactionId } = milestone ?? {};
  return result !== undefined && transactionId !== undefined && (await setup.wasCommitted(transactionId))
    ? indexWords(setup, restoreParametersSchema.parse(parameters).schema, result)
    : null;
}
