import { Module } from '@nestjs/common';
import { MonitorModule } from '#libs/monitor';
import { MetricsController } from './metrics.controller.js';
import { MetricsService } from './metrics.service.js';

/** The route that Prometheus scrapes. */
@Module({ imports: [MonitorModule], controllers: [MetricsController], providers: [MetricsService] })
export class MetricsHttpModule {}
