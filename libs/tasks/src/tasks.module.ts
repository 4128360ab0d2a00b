import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BusinessDatabaseModule } from '#libs/business-database';
import { ExecutionEntity, ScheduleEntity, TaskEntity, TaskLogEntity } from '#libs/database';
import { FilesModule } from '#libs/files';
import { OperationsModule } from '#libs/operations';
import { CleanupService } from './cleanup.service.js';
import { ExecutionPolicy } from './execution.policy.js';
import { ExecutionRepository } from './execution.repository.js';
import { ExecutionTable } from './execution.table.js';
import { ExecutionsService } from './executions.service.js';
import { FileChangesService } from './file-changes.service.js';
import { RollUpService } from './roll-up.service.js';
import { RunsService } from './runs.service.js';
import { ScheduleRepository } from './schedules/schedule.repository.js';
import { SchedulesService } from './schedules/schedules.service.js';
import { StaleStepsService } from './stale-steps.service.js';
import { TableListFolder } from './table-list-folder.js';
import { RemovalService } from './removal.service.js';
import { TaskLogService } from './task-log.service.js';
import { TaskResultService } from './task-result.service.js';
import { TaskRepository } from './task.repository.js';
import { TaskTargetService } from './task-target.service.js';
import { TasksService } from './tasks.service.js';

/** The life cycle of tasks. */
@Module({
  imports: [
    BusinessDatabaseModule,
    FilesModule,
    OperationsModule,
    TypeOrmModule.forFeature([TaskEntity, ExecutionEntity, TaskLogEntity, ScheduleEntity]),
  ],
  providers: [
    TaskRepository,
    TableListFolder,
    ExecutionRepository,
    ExecutionTable,
    ExecutionPolicy,
    TaskLogService,
    TaskResultService,
    TaskTargetService,
    FileChangesService,
    TasksService,
    RollUpService,
    StaleStepsService,
    ExecutionsService,
    RunsService,
    ScheduleRepository,
    SchedulesService,
    RemovalService,
    CleanupService,
  ],
  exports: [
    TableListFolder,
    TaskLogService,
    TaskTargetService,
    TasksService,
    FileChangesService,
    ExecutionTable,
    ExecutionPolicy,
    ExecutionsService,
    RunsService,
    StaleStepsService,
    SchedulesService,
    RemovalService,
    CleanupService,
  ],
})
export class TasksModule {}
