import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { AccessModule } from '#libs/access';
import { ConfigModule, type ResolvedConfig } from '#libs/config';
import { DatabaseModule } from '#libs/database';
import { FilesModule } from '#libs/files';
import { MonitorModule } from '#libs/monitor';
import { QueueModule } from '#libs/queue';
import { TasksModule } from '#libs/tasks';
import { AuditController } from './audit/audit.controller.js';
import { ExecutionsController } from './executions/executions.controller.js';
import { FilesController } from './files/files.controller.js';
import { HealthController } from './health/health.controller.js';
import { ServiceIndicators } from './health/service-indicators.js';
import { EnvelopeInterceptor } from './http/envelope.interceptor.js';
import { ErrorResponder } from './http/error-responder.js';
import { ErrorFilter } from './http/error.filter.js';
import { requestValidation } from './http/validation.pipe.js';
import { LogsController } from './logs/logs.controller.js';
import { MonitorController } from './monitor/monitor.controller.js';
import { MonitorMapper } from './monitor/monitor.mapper.js';
import { StatisticsController } from './monitor/statistics.controller.js';
import { StatusService } from './monitor/status.service.js';
import { ScopeGuard } from './security/scope.guard.js';
import { TableListsController } from './table-lists/table-lists.controller.js';
import { TaskMapper } from './tasks/task.mapper.js';
import { TasksController } from './tasks/tasks.controller.js';

/** The HTTP side: one controller a resource, and how every request is checked, wrapped and refused. */
@Module({})
export class ApiModule {
  static forRoot(config: ResolvedConfig): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        ConfigModule.forRoot(config),
        DatabaseModule.forRoot(config, 'data-pipeline api'),
        QueueModule.forRoot(config, 'producer'),
        FilesModule.forRoot(config),
        TasksModule,
        MonitorModule.forRoot('api'),
        AccessModule.forRoot(config),
        TerminusModule.forRoot({ logger: false }),
      ],
      controllers: [
        TasksController,
        ExecutionsController,
        TableListsController,
        LogsController,
        FilesController,
        HealthController,
        MonitorController,
        StatisticsController,
        AuditController,
      ],
      providers: [
        TaskMapper,
        MonitorMapper,
        StatusService,
        ServiceIndicators,
        ErrorResponder,
        { provide: APP_GUARD, useClass: ScopeGuard },
        { provide: APP_FILTER, useClass: ErrorFilter },
        { provide: APP_INTERCEPTOR, useClass: EnvelopeInterceptor },
        { provide: APP_PIPE, useFactory: requestValidation },
      ],
    };
  }
}
