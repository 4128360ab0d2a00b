import { Test, type TestingModule } from '@nestjs/testing';
import { ArchivesModule } from '#libs/archives';
import { ConfigModule, type ResolvedConfig } from '#libs/config';
import { DatabaseModule } from '#libs/database';
import { FilesModule } from '#libs/files';
import { QueueModule } from '#libs/queue';
import { StepRunnerModule } from '#libs/step-runner';
import { TasksModule } from '#libs/tasks';
import { VectorBackupModule } from '#libs/vector-backup';

/** The libs of an installation as one process has them, without HTTP and without workers. */
export async function openTaskServices(config: ResolvedConfig): Promise<TestingModule> {
  const module = await Test.createTestingModule({
    imports: [
      ConfigModule.forRoot(config),
      DatabaseModule.forRoot(config, 'data-pipeline test'),
      QueueModule.forRoot(config, 'producer'),
      FilesModule.forRoot(config),
      TasksModule,
      ArchivesModule,
      VectorBackupModule.forRoot(config),
      StepRunnerModule,
    ],
  }).compile();
  await module.init();
  return module;
}
