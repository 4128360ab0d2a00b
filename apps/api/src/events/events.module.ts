import { Module } from '@nestjs/common';
import { MonitorModule } from '#libs/monitor';
import { TasksModule } from '#libs/tasks';
import { SecurityModule } from '../security/security.module.js';
import { TasksHttpModule } from '../tasks/tasks.module.js';
import { EventStreams } from './event-streams.js';
import { EventsController } from './events.controller.js';

/** The route that streams the events of a task. */
@Module({
  imports: [SecurityModule, MonitorModule, TasksModule, TasksHttpModule],
  controllers: [EventsController],
  providers: [EventStreams],
})
export class EventsHttpModule {}
