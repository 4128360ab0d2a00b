import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { WebhookDeliveryEntity } from '#libs/database';
import { NotificationsModule } from '#libs/notifications';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { AnomalyDetector, RULES } from './anomaly-detector.js';
import type { AnomalyRule } from './anomaly-rule.js';
import { InstallationWatch } from './installation-watch.js';
import { MonitorModule } from './monitor.module.js';
import { anomalyRules } from './rules/all-rules.js';
import { ROLE, Sampler, type ProcessRole } from './sampler.service.js';
import { WebhookDeliveries } from './webhook/webhook-deliveries.js';

/** Samples this process, and looks for anomalies in its turn. Imported once a process. */
@Module({})
export class ProcessMonitorModule {
  static forRoot(role: ProcessRole, rules: readonly AnomalyRule[] | null = null): DynamicModule {
    return {
      module: ProcessMonitorModule,
      imports: [MonitorModule, NotificationsModule, TypeOrmModule.forFeature([WebhookDeliveryEntity])],
      providers: [
        { provide: ROLE, useValue: role },
        {
          provide: RULES,
          useFactory: ({ monitor }: ResolvedConfig) => rules ?? anomalyRules(monitor.limits),
          inject: [CONFIG],
        },
        AnomalyDetector,
        WebhookDeliveries,
        InstallationWatch,
        Sampler,
      ],
    };
  }
}
