import { NestFactory } from '@nestjs/core';
import { startProcess, type ProcessInput } from '#libs/process';
import { WorkerModule } from './worker.module.js';

/** Starts a worker on the services that the environment names. It ends on SIGINT and SIGTERM. */
export async function runWorker(input: ProcessInput): Promise<void> {
  await startProcess('worker', input, async ({ config, logger }) => {
    const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config), {
      logger,
      abortOnError: false,
    });
    return { close: () => app.close(), ready: `worker takes ${config.worker.queues.join(', ')}` };
  });
}
