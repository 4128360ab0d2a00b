export type { BackedUpTable } from './backup/backup-result.js';
export type { BackupOptions } from './backup/backup-options.js';
export { createBackup } from './backup/create-backup.js';
export { BackupCatalog } from './catalog/backup-catalog.js';
export { overviewOf, type BackupOverview, type DatedBackup } from './catalog/backup-overview.js';
export {
  BackupCopies,
  COPY_STATES,
  type CopiedBackup,
  type CopiedLocation,
  type CopyState,
} from './copy/backup-copies.js';
export { BackupKeys } from './encryption/backup-keys.js';
export { vectorBackupErrors } from './errors.js';
export { BackupFolder } from './folder/backup-folder.js';
export { BackupLocations } from './folder/backup-locations.js';
export { BACKUP_TIMESTAMP, BACKUP_TIMESTAMP_LENGTH } from './folder/backup-names.js';
export { thrownError } from './operations/operation-error.js';
export {
  BACKUP_STORAGES,
  backupParametersSchema,
  ON_CONFLICT,
  REBUILD_INDEXES,
  restoreParametersSchema,
  SCHEMA_NAME,
  verifyParametersSchema,
  type BackupParameters,
  type RestoreParameters,
  type VerifyParameters,
} from './operations/operation-parameters.js';
export { VectorOperationPolicy } from './operations/vector-operation.policy.js';
export { VectorOperationRunner } from './operations/vector-operation-runner.js';
export { VectorOperationsService } from './operations/vector-operations.service.js';
export { VerificationTurn } from './operations/verification-turn.js';
export type { OperationProgress } from './progress.js';
export { COMPRESSIONS, FORMATS, REQUIRED_TABLES, VECTOR_TABLES, type VectorTable } from './tables.js';
export { VectorBackupModule } from './vector-backup.module.js';
export { restoreBackup } from './restore/restore-backup.js';
export type { RestoreOptions } from './restore/restore-options.js';
export type { RestoredTable } from './restore/restore-result.js';
export { explainRetention, previewRetention, removeOldBackups, type LocationRetention } from './folder/retention.js';
export {
  KEEP_REASONS,
  planRetention,
  REMOVE_REASONS,
  type KeepReason,
  type RemoveReason,
  type RetentionDecision,
  type RetentionRules,
} from './folder/plan-retention.js';
export { listBackups, type BackupLocation, type ListedBackup } from './folder/list-backups.js';
