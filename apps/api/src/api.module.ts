import { Module, type DynamicModule } from '@nestjs/common';
import type { ResolvedConfig } from '#libs/config';
import { FleetModule } from '#libs/fleet';
import { InstallationModule } from '#libs/installation';
import { ProcessMonitorModule } from '#libs/monitor';
import { QueueRepairModule } from '#libs/queue-repair';
import { AuditHttpModule } from './audit/audit.module.js';
import { BusinessDatabaseHttpModule } from './business-database/business-database.module.js';
import { ContextHttpModule } from './context/context.module.js';
import { CoverageHttpModule } from './coverage/coverage.module.js';
import { EmbeddingsHttpModule } from './embeddings/embeddings.module.js';
import { EvaluationsHttpModule } from './evaluations/evaluations.module.js';
import { EvaluationReportsHttpModule } from './evaluation-reports/evaluation-reports.module.js';
import { EventsHttpModule } from './events/events.module.js';
import { ExecutionsHttpModule } from './executions/executions.module.js';
import { FilesHttpModule } from './files/files.module.js';
import { HealthHttpModule } from './health/health.module.js';
import { HttpModule } from './http/http.module.js';
import { KeysHttpModule } from './keys/keys.module.js';
import { LogsHttpModule } from './logs/logs.module.js';
import { MetricsHttpModule } from './metrics/metrics.module.js';
import { MonitorHttpModule } from './monitor/monitor.module.js';
import { NotificationsHttpModule } from './notifications/notifications.module.js';
import { PairsHttpModule } from './pairs/pairs.module.js';
import { QuestionSetsHttpModule } from './question-sets/question-sets.module.js';
import { SchedulesHttpModule } from './schedules/schedules.module.js';
import { SearchHttpModule } from './search/search.module.js';
import { SecurityModule } from './security/security.module.js';
import { SemanticModelHttpModule } from './semantic-model/semantic-model.module.js';
import { SessionHttpModule } from './session/session.module.js';
import { TableListsHttpModule } from './table-lists/table-lists.module.js';
import { TaskDiffHttpModule } from './task-diff/task-diff.module.js';
import { TasksHttpModule } from './tasks/tasks.module.js';
import { TrainingDataHttpModule } from './training-data/training-data.module.js';
import { VectorHttpModule } from './vector/vector.module.js';

/** One module a resource. */
const RESOURCES = [
  TasksHttpModule,
  ExecutionsHttpModule,
  TableListsHttpModule,
  LogsHttpModule,
  FilesHttpModule,
  PairsHttpModule,
  CoverageHttpModule,
  SemanticModelHttpModule,
  SchedulesHttpModule,
  BusinessDatabaseHttpModule,
  TaskDiffHttpModule,
  HealthHttpModule,
  TrainingDataHttpModule,
  VectorHttpModule,
  EmbeddingsHttpModule,
  SearchHttpModule,
  ContextHttpModule,
  QuestionSetsHttpModule,
  EvaluationsHttpModule,
  EvaluationReportsHttpModule,
  MonitorHttpModule,
  NotificationsHttpModule,
  AuditHttpModule,
  KeysHttpModule,
  SessionHttpModule,
  EventsHttpModule,
  MetricsHttpModule,
];

/** One API process. Configuration, database and queue are global; every other module is imported where it is used. */
@Module({})
export class ApiModule {
  static forRoot(config: ResolvedConfig): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        InstallationModule.forRoot(config, 'api', 'producer'),
        ProcessMonitorModule.forRoot('api'),
        QueueRepairModule.forRoot({ runsBackups: false }),
        FleetModule.forRoot('api'),
        HttpModule,
        SecurityModule,
        ...RESOURCES,
      ],
    };
  }
}
