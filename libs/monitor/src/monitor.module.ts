import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AnomalyEntity, MonitorSampleEntity, WebhookDeliveryEntity } from '#libs/database';
import { AnomalyDetector, RULES } from './anomaly-detector.js';
import { AnomalyRepository } from './anomaly.repository.js';
import type { AnomalyRule } from './anomaly-rule.js';
import { InstallationWatch } from './installation-watch.js';
import { MonitorService } from './monitor.service.js';
import { ObservationReader } from './observation.reader.js';
import { ANOMALY_RULES } from './rules/all-rules.js';
import { SampleRepository } from './sample.repository.js';
import { ROLE, Sampler, type ProcessRole } from './sampler.service.js';
import { StatisticsService } from './statistics.service.js';
import { TaskEventsService } from './task-events.service.js';
import { TaskMonitorService } from './task-monitor.service.js';
import { WebhookDeliveries } from './webhook/webhook-deliveries.js';

/** Monitoring of this process and of the installation. Needs the tasks, the queue and the configuration. */
@Module({})
export class MonitorModule {
  static forRoot(role: ProcessRole, rules: readonly AnomalyRule[] = ANOMALY_RULES): DynamicModule {
    return {
      module: MonitorModule,
      global: true,
      imports: [TypeOrmModule.forFeature([MonitorSampleEntity, AnomalyEntity, WebhookDeliveryEntity])],
      providers: [
        { provide: ROLE, useValue: role },
        { provide: RULES, useValue: rules },
        SampleRepository,
        ObservationReader,
        AnomalyRepository,
        AnomalyDetector,
        WebhookDeliveries,
        InstallationWatch,
        Sampler,
        MonitorService,
        TaskMonitorService,
        TaskEventsService,
        StatisticsService,
      ],
      exports: [TaskEventsService, MonitorService, TaskMonitorService, StatisticsService, AnomalyDetector, Sampler],
    };
  }
}
