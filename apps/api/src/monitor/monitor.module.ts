import { Module } from '@nestjs/common';
import { MonitorModule } from '#libs/monitor';
import { DoctorController } from './doctor.controller.js';
import { MonitorController } from './monitor.controller.js';
import { MonitorMapper } from './monitor.mapper.js';
import { StatisticsController } from './statistics.controller.js';
import { StatusService } from './status.service.js';

/** Routes that show the state of the installation. */
@Module({
  imports: [MonitorModule],
  controllers: [MonitorController, DoctorController, StatisticsController],
  providers: [MonitorMapper, StatusService],
})
export class MonitorHttpModule {}
