import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ExecutionEntity, ScheduleEntity, TaskEntity, TaskLogEntity } from '#libs/database';
import { CleanupService } from './cleanup.service.js';
import { ExecutionLeaseQueries } from './execution-lease.queries.js';
import { ExecutionRepository } from './execution.repository.js';
import { ExecutionsService } from './executions.service.js';
import { RunsService } from './runs.service.js';
import { ScheduleRepository } from './schedules/schedule.repository.js';
import { SchedulesService } from './schedules/schedules.service.js';
import { SweeperService } from './sweeper.service.js';
import { TableListFolder } from './table-list-folder.js';
import { RemovalService } from './removal.service.js';
import { TaskLogService } from './task-log.service.js';
import { TaskResultService } from './task-result.service.js';
import { TaskRepository } from './task.repository.js';
import { TasksService } from './tasks.service.js';

/** The life cycle of tasks. Needs the queue, the files and the configuration as global modules. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([TaskEntity, ExecutionEntity, TaskLogEntity, ScheduleEntity])],
  providers: [
    TaskRepository,
    TableListFolder,
    ExecutionRepository,
    ExecutionLeaseQueries,
    TaskLogService,
    TaskResultService,
    TasksService,
    ExecutionsService,
    RunsService,
    SweeperService,
    ScheduleRepository,
    SchedulesService,
    RemovalService,
    CleanupService,
  ],
  exports: [
    TableListFolder,
    TaskLogService,
    TasksService,
    ExecutionsService,
    RunsService,
    SweeperService,
    SchedulesService,
    RemovalService,
    CleanupService,
  ],
})
export class TasksModule {}
