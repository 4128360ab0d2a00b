export { AnomalyDetector } from './anomaly-detector.js';
export { diskPercent, diskSpaceOf, type DiskSpace } from './disk-space.js';
export { ANOMALY_RULES } from './rules/all-rules.js';
export { MonitorModule } from './monitor.module.js';
export { ProcessMonitorModule } from './process-monitor.module.js';
export { healthOf, MonitorService, type Health } from './monitor.service.js';
export type { HistoryPoint } from './sample.repository.js';
export { Sampler, type ProcessRole } from './sampler.service.js';
export { lowestRates } from './self-checks.js';
export {
  StatisticsService,
  type FileStatistics,
  type StepStatistics,
  type TaskStatistics,
} from './statistics.service.js';
export { TaskEventsService, type TaskEvent } from './task-events.service.js';
export { TaskMonitorService, type StepMonitor, type TaskMonitor } from './task-monitor.service.js';
