import type { VectorOperationEntity } from '#libs/database';
import { toJsonObject, type JsonObject } from '#libs/pipeline';
import { verifyBackup } from '../verify/verify-backup.js';
import { verifyParametersSchema } from './operation-parameters.js';
import type { OperationSetup } from './operation-setup.js';

/** Runs the verification of the operation. Idempotent: it leaves nothing behind. */
export async function runVerify(operation: VectorOperationEntity, setup: OperationSetup): Promise<JsonObject> {
  const { source_task_id: taskId, timestamp, storage } = verifyParametersSchema.parse(operation.parameters);
  const { connectionString, copies, timeZone, context } = setup;
  const folder = await copies.folderOf(taskId, timestamp, storage);
  return toJsonObject(await verifyBackup({ connectionString, folder, timestamp, timeZone }, context));
}
