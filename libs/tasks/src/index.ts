export { CleanupService, type CleanedFile, type CleanupRequest } from './cleanup.service.js';
export { taskErrors } from './errors.js';
export { ExecutionPolicy } from './execution.policy.js';
export { ExecutionsService } from './executions.service.js';
export { FileChangesService } from './file-changes.service.js';
export { nextRun } from './schedules/cron-expression.js';
export { RemovalService, type RemovalOptions, type RemovedTask } from './removal.service.js';
export {
  SchedulesService,
  type Schedule,
  type ScheduledTurn,
  type ScheduleRequest,
} from './schedules/schedules.service.js';
export { configuredModels } from './configured-models.js';
export { staleReasons } from './stale-reasons.js';
export { StaleStepsService, type RestoredStore } from './stale-steps.service.js';
export { shownStatuses } from './roll-up.js';
export { RunsService, type AcceptedStep } from './runs.service.js';
export { TableListFolder } from './table-list-folder.js';
export { TaskLogBuffer } from './task-log-buffer.js';
export { taskMessages } from './messages.js';
export { EXECUTOR, taskLogger, type LogEntry } from './log-entry.js';
export { TaskLogService, type LogSearch } from './task-log.service.js';
export { TaskPageQuery, type TaskSummary } from './task-page.query.js';
export { TaskStateQuery } from './task-state.query.js';
export type { TaskView } from './task-view.js';
export { TaskTargetService } from './task-target.service.js';
export { TasksModule } from './tasks.module.js';
export type { TaskSearch } from './task.repository.js';
export { TasksService } from './tasks.service.js';
