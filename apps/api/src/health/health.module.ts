import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { FilesModule } from '#libs/files';
import { HealthController } from './health.controller.js';
import { ServiceIndicators } from './service-indicators.js';

/** Routes that probes ask. */
@Module({
  imports: [TerminusModule.forRoot({ logger: false }), FilesModule],
  controllers: [HealthController],
  providers: [ServiceIndicators],
})
export class HealthHttpModule {}
