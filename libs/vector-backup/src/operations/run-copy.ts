import type { VectorOperationEntity } from '#libs/database';
import type { JsonObject } from '#libs/pipeline';
import { copyBackup, copyResults } from '../copy/copy-backup.js';
import { removeOldBackups } from '../folder/retention.js';
import { copyParametersSchema } from './operation-parameters.js';
import type { OperationSetup } from './operation-setup.js';

/** Runs the copy of a backup, and then the rules of retention on the copies. Idempotent. */
export async function runCopy(operation: VectorOperationEntity, setup: OperationSetup): Promise<JsonObject> {
  const { source_task_id: taskId, timestamp } = copyParametersSchema.parse(operation.parameters);
  const { locations, copies, retention, timeZone, context } = setup;
  const began = performance.now();
  const [source, target] = [locations.folder(taskId), await copies.folderToWrite(taskId)];
  const copied = await copyBackup(source, target, { timestamp, timeZone }, context);
  await copyResults(source, target);
  const removed = await removeOldBackups(target, retention, { now: new Date(), timeZone, made: timestamp });
  return {
    timestamp,
    location: target.location,
    files: [...(copied?.files ?? [])],
    bytes: copied?.bytes ?? 0,
    removed_timestamps: removed,
    duration: Math.round(performance.now() - began) / 1000,
  };
}
