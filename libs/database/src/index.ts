export { dataSourceOptions, ENTITIES, needsMigration, runMigrations, schemaDrift } from './data-source.js';
export {
  EXECUTION_STATUSES,
  ExecutionEntity,
  type ExecutionProgress,
  type ExecutionStatus,
} from './entities/execution.entity.js';
export { LOG_LEVELS, TaskLogEntity, type LogLevel } from './entities/task-log.entity.js';
export { FILE_TYPES, TaskOutputEntity, type FileType } from './entities/task-output.entity.js';
export { TASK_STATUSES, TaskEntity, type TaskStatus } from './entities/task.entity.js';
export { DatabaseModule } from './database.module.js';
