import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthModule } from '#libs/health';
import { HealthController } from './health.controller.js';
import { ServiceIndicators } from './service-indicators.js';

/** Routes that probes ask. */
@Module({
  imports: [TerminusModule.forRoot({ logger: false }), HealthModule],
  controllers: [HealthController],
  providers: [ServiceIndicators],
})
export class HealthHttpModule {}
