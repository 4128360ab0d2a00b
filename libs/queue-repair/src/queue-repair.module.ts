import { Module, type DynamicModule } from '@nestjs/common';
import { ArchivesModule } from '#libs/archives';
import { EvaluationModule } from '#libs/evaluation';
import { FilesModule } from '#libs/files';
import { OperationsModule } from '#libs/operations';
import { TasksModule } from '#libs/tasks';
import { VectorBackupModule } from '#libs/vector-backup';
import { QueueRepairer, RUNS_BACKUPS } from './queue-repairer.js';
import { Sweep } from './sweep.js';

/** Restores the queue from the rows. Imported once by every process that lives longer than a command. */
@Module({})
export class QueueRepairModule {
  /** @param options.runsBackups whether this process takes the jobs of vector backups */
  static forRoot({ runsBackups }: { readonly runsBackups: boolean }): DynamicModule {
    return {
      module: QueueRepairModule,
      global: true,
      imports: [ArchivesModule, EvaluationModule, FilesModule, OperationsModule, TasksModule, VectorBackupModule],
      providers: [{ provide: RUNS_BACKUPS, useValue: runsBackups }, Sweep, QueueRepairer],
      exports: [Sweep, QueueRepairer],
    };
  }
}
