import { Module, type DynamicModule } from '@nestjs/common';
import { ConfigModule, type ResolvedConfig } from '#libs/config';
import { DatabaseModule, SHORT_WAITS, WORKER_WAITS } from '#libs/database';
import { FilesModule, LONG_STORAGE_WAITS, SHORT_STORAGE_WAITS, StorageWaitsModule } from '#libs/files';
import { QueueModule, type QueueRole } from '#libs/queue';
import { TasksModule } from '#libs/tasks';
import { VectorBackupModule } from '#libs/vector-backup';

/** The modules that every process of an installation has: the API, a worker, a command of the operator, a test. */
@Module({})
export class InstallationModule {
  /**
   * @param processName part of the application name of its database sessions: `data-pipeline <processName>`
   * @param queueRole whether it only adds jobs or also takes them
   */
  static forRoot(config: ResolvedConfig, processName: string, queueRole: QueueRole): DynamicModule {
    // A producer answers a client that waits.
    const answers = queueRole === 'producer';
    const imports = [
      ConfigModule.forRoot(config),
      DatabaseModule.forRoot(config, `data-pipeline ${processName}`, answers ? SHORT_WAITS : WORKER_WAITS),
      StorageWaitsModule.forRoot(answers ? SHORT_STORAGE_WAITS : LONG_STORAGE_WAITS),
      QueueModule.forRoot(config, queueRole),
      FilesModule,
      TasksModule,
      VectorBackupModule,
    ];
    return { module: InstallationModule, imports, exports: imports };
  }
}
