import type { DynamicModule } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { ArchivesModule } from '#libs/archives';
import type { ResolvedConfig } from '#libs/config';
import { InstallationModule } from '#libs/installation';
import { StepRunnerModule } from '#libs/step-runner';

/** The libs of an installation as one process has them, without HTTP and without workers. */
export async function openTaskServices(config: ResolvedConfig, ...more: DynamicModule[]): Promise<TestingModule> {
  const module = await Test.createTestingModule({
    imports: [InstallationModule.forRoot(config, 'test', 'producer'), ArchivesModule, StepRunnerModule, ...more],
  }).compile();
  await module.init();
  return module;
}
