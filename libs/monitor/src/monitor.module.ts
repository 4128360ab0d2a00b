import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AnomalyEntity, MonitorSampleEntity } from '#libs/database';
import { NotificationsModule } from '#libs/notifications';
import { TasksModule } from '#libs/tasks';
import { VectorBackupModule } from '#libs/vector-backup';
import { AnomalyRepository } from './anomaly.repository.js';
import { BackupObservationReader } from './backups/backup-observation.reader.js';
import { MonitorService } from './monitor.service.js';
import { ObservationReader } from './observation.reader.js';
import { SampleRepository } from './sample.repository.js';
import { StatisticsService } from './statistics.service.js';
import { TaskEventsService } from './task-events.service.js';
import { TaskMonitorService } from './task-monitor.service.js';

const SERVICES = [
  SampleRepository,
  BackupObservationReader,
  ObservationReader,
  AnomalyRepository,
  MonitorService,
  TaskMonitorService,
  TaskEventsService,
  StatisticsService,
];

/** Reads the samples of all processes, the anomalies, and the state of tasks. */
@Module({
  imports: [
    NotificationsModule,
    TasksModule,
    VectorBackupModule,
    TypeOrmModule.forFeature([MonitorSampleEntity, AnomalyEntity]),
  ],
  providers: SERVICES,
  exports: SERVICES,
})
export class MonitorModule {}
