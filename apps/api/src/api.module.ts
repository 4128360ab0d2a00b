import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { AccessModule } from '#libs/access';
import { BusinessDatabaseModule } from '#libs/business-database';
import { ArchivesModule } from '#libs/archives';
import type { ResolvedConfig } from '#libs/config';
import { InstallationModule } from '#libs/installation';
import { ModelLedgerRepository } from '#libs/database';
import { MonitorModule } from '#libs/monitor';
import { createChatModel } from '#libs/language-model';
import { AuditController } from './audit/audit.controller.js';
import { EventStreams } from './events/event-streams.js';
import { EventsController } from './events/events.controller.js';
import { BusinessDatabaseController } from './business-database/business-database.controller.js';
import { BusinessDatabase, CHAT_MODEL } from './business-database/business-database.service.js';
import { ExecutionsController } from './executions/executions.controller.js';
import { ArchivesController } from './files/archives.controller.js';
import { FileCareController } from './files/file-care.controller.js';
import { FilesController } from './files/files.controller.js';
import { UploadsController } from './files/uploads.controller.js';
import { HealthController } from './health/health.controller.js';
import { ServiceIndicators } from './health/service-indicators.js';
import { EnvelopeInterceptor } from './http/envelope.interceptor.js';
import { ErrorResponder } from './http/error-responder.js';
import { ErrorFilter } from './http/error.filter.js';
import { RouteTable } from './http/route-table.js';
import { RequestValidation } from './http/validation.pipe.js';
import { LogsController } from './logs/logs.controller.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { MetricsService } from './metrics/metrics.service.js';
import { MonitorController } from './monitor/monitor.controller.js';
import { MonitorMapper } from './monitor/monitor.mapper.js';
import { StatisticsController } from './monitor/statistics.controller.js';
import { StatusService } from './monitor/status.service.js';
import { ScopeGuard } from './security/scope.guard.js';
import { SchedulesController } from './schedules/schedules.controller.js';
import { TableListsController } from './table-lists/table-lists.controller.js';
import { TaskRemovalController } from './tasks/task-removal.controller.js';
import { TaskSearchController } from './tasks/task-search.controller.js';
import { TaskMapper } from './tasks/task.mapper.js';
import { TasksController } from './tasks/tasks.controller.js';
import { TrainingDataRemoval } from './training-data/training-data-removal.service.js';
import { TrainingDataController } from './training-data/training-data.controller.js';
import { VectorBackupController } from './vector/vector-backup.controller.js';
import { VectorOperationMapper } from './vector/vector-operation.mapper.js';
import { VectorRestoreController } from './vector/vector-restore.controller.js';
import { VectorOperationsController } from './vector/vector-operations.controller.js';

/** The HTTP side: one controller a resource, and how every request is checked, wrapped and refused. */
@Module({})
export class ApiModule {
  static forRoot(config: ResolvedConfig): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        InstallationModule.forRoot(config, 'api', 'producer'),
        BusinessDatabaseModule,
        ArchivesModule,
        MonitorModule.forRoot('api'),
        AccessModule.forRoot(config),
        TerminusModule.forRoot({ logger: false }),
      ],
      controllers: [
        TasksController,
        ExecutionsController,
        TableListsController,
        LogsController,
        TaskSearchController,
        TaskRemovalController,
        ArchivesController,
        FileCareController,
        UploadsController,
        FilesController,
        SchedulesController,
        BusinessDatabaseController,
        HealthController,
        TrainingDataController,
        VectorBackupController,
        VectorRestoreController,
        VectorOperationsController,
        MonitorController,
        StatisticsController,
        AuditController,
        EventsController,
        MetricsController,
      ],
      providers: [
        TaskMapper,
        BusinessDatabase,
        TrainingDataRemoval,
        {
          provide: CHAT_MODEL,
          inject: [ModelLedgerRepository],
          useFactory: (ledger: ModelLedgerRepository) => createChatModel(config.chat, { ledger }),
        },
        VectorOperationMapper,
        MonitorMapper,
        StatusService,
        EventStreams,
        MetricsService,
        ServiceIndicators,
        RouteTable,
        ErrorResponder,
        { provide: APP_GUARD, useClass: ScopeGuard },
        { provide: APP_FILTER, useClass: ErrorFilter },
        { provide: APP_INTERCEPTOR, useClass: EnvelopeInterceptor },
        { provide: APP_PIPE, useFactory: () => new RequestValidation() },
      ],
    };
  }
}
