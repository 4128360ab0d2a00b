export {
  dataSourceOptions,
  migrationState,
  pendingMigrations,
  searchesOwnSchema,
  runMigrations,
  SHORT_WAITS,
  WORKER_WAITS,
  type DatabaseLimits,
  type MigrationState,
} from './data-source.js';
export { ANOMALY_SEVERITIES, AnomalyEntity, type AnomalySeverity } from './entities/anomaly.entity.js';
export { API_KEY_SCOPES, ApiKeyEntity, type ApiKeyScope } from './entities/api-key.entity.js';
export { AuditEntryEntity } from './entities/audit-entry.entity.js';
export { ArchiveEntity, type ArchiveStatus } from './entities/archive.entity.js';
export { EmbeddingRepository } from './embedding.repository.js';
export { EvaluationEntity, type EvaluationError } from './entities/evaluation.entity.js';
export { EvaluationResultEntity } from './entities/evaluation-result.entity.js';
export { QuestionSetEntity } from './entities/question-set.entity.js';
export { QuestionEntity } from './entities/question.entity.js';
export {
  EXECUTION_STATUSES,
  ExecutionEntity,
  RUN_MODES,
  type ExecutionProgress,
  type ExecutionStatus,
  type RunMode,
  type StepModels,
} from './entities/execution.entity.js';
export type { OperationWait } from './entities/operation-wait.js';
export { OPERATION_STATUSES, OperationEntity, type OperationStatus } from './entities/operation.entity.js';
export { NotificationDeliveryEntity } from './entities/notification-delivery.entity.js';
export { NotificationTargetEntity } from './entities/notification-target.entity.js';
export { JsonRows } from './json-rows.js';
export { migrationsAsSql } from './migrations-as-sql.js';
export { ModelCallLimiter, type ModelCallLimits } from './model-call.limiter.js';
export {
  MODEL_EDIT_ACTIONS,
  MODEL_EDIT_PARTS,
  ModelEditEntity,
  type ModelEditAction,
  type ModelEditChange,
  type ModelEditPart,
} from './entities/model-edit.entity.js';
export { ModelLedgerRepository } from './model-ledger.repository.js';
export { ModelUsageEntity } from './entities/model-usage.entity.js';
export { MonitorSampleEntity, type QueueDepth } from './entities/monitor-sample.entity.js';
export {
  PairReviewEntity,
  REVIEW_ACTIONS,
  REVIEW_STATES,
  type PairEdit,
  type PairFingerprint,
  type ReviewAction,
  type ReviewState,
} from './entities/pair-review.entity.js';
export { RetrievedPairEntity } from './entities/retrieved-pair.entity.js';
export { ProcessEntity } from './entities/process.entity.js';
export { ScheduleEntity } from './entities/schedule.entity.js';
export { LOG_LEVELS, TaskLogEntity, type LogLevel } from './entities/task-log.entity.js';
export { FILE_TYPES, TaskOutputEntity, type FileType } from './entities/task-output.entity.js';
export { TASK_STATUSES, TaskEntity, type TaskStatus } from './entities/task.entity.js';
export {
  VECTOR_OPERATION_KINDS,
  VECTOR_OPERATION_STATUSES,
  VectorOperationEntity,
  type VectorOperationError,
  type VectorOperationKind,
  type VectorOperationMilestone,
  type VectorOperationStatus,
} from './entities/vector-operation.entity.js';
export {
  VECTOR_BACKUP_COPY_STATES,
  VectorBackupEntity,
  type VectorBackupCopyState,
  type VectorBackupProblem,
} from './entities/vector-backup.entity.js';
export { WebhookDeliveryEntity } from './entities/webhook-delivery.entity.js';
export { translatedQuery } from './translated-query.js';
export { preparedQuery, type PreparedStatement } from './prepared-query.js';
export { QUEUE_LOST_TURN, SWEEP_TURN, TurnRepository, type LastTime } from './turn.repository.js';
export { DatabaseModule } from './database.module.js';
