import {
  backupParametersSchema,
  restoreParametersSchema,
  type BackupParameters,
  type RestoreParameters,
  type VerifyParameters,
} from '#libs/vector-backup';
import type { BackupRequest, RestoreRequest } from './vector-request.dto.js';

/** The stored parameters of an operation, mapped one by one from its request. */
export function backupParametersOf(request: BackupRequest): BackupParameters {
  return backupParametersSchema.parse({
    tables: request.tables,
    format: request.format,
    compression: request.compression,
    parallel: request.parallel ?? null,
    truncate: request.truncate_vector_tables,
    incremental: request.incremental,
    verify: request.verify,
  } satisfies BackupParameters);
}

export function restoreParametersOf(request: RestoreRequest, source: VerifyParameters): RestoreParameters {
  return restoreParametersSchema.parse({
    source_task_id: source.source_task_id,
    timestamp: source.timestamp,
    storage: source.storage,
    tables: request.tables,
    truncate_before_restore: request.truncate_before_restore,
    on_conflict: request.on_conflict,
    schema: request.schema ?? null,
    rebuild_indexes: request.rebuild_indexes,
    verify: request.verify,
  } satisfies RestoreParameters);
}
