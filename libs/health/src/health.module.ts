import { Module } from '@nestjs/common';
import { FilesModule } from '#libs/files';
import { ServiceProbes } from './service-probes.js';

/** Whether a process can work. Database, queue and its repair are modules of the process. */
@Module({ imports: [FilesModule], providers: [ServiceProbes], exports: [ServiceProbes] })
export class HealthModule {}
