import { Module, type DynamicModule } from '@nestjs/common';
import { FilesModule } from '#libs/files';
import { FLEET_ROLE, ProcessReport } from './process-report.js';
import { ProcessRepository } from './process.repository.js';
import { StorageMark } from './storage-mark.js';

/** What the processes of an installation know of each other. Imported once a process. */
@Module({})
export class FleetModule {
  static forRoot(role: 'api' | 'worker'): DynamicModule {
    return {
      module: FleetModule,
      global: true,
      imports: [FilesModule],
      providers: [{ provide: FLEET_ROLE, useValue: role }, ProcessRepository, StorageMark, ProcessReport],
      exports: [ProcessRepository, StorageMark, ProcessReport],
    };
  }
}
