import { BullModule } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import type { ResolvedConfig } from '#libs/config';
import { QUEUE_NAMES } from '#libs/pipeline';
import { queueTelemetry } from '#libs/telemetry';
import { FLOW_PRODUCER, JobQueue } from './job-queue.js';
import { JobSchedulers } from './job-schedulers.js';
import { connectQueue, type QueueRole } from './queue-connection.js';

/** All queues of the product on the backend that `QUEUE_URL` names. */
@Module({})
export class QueueModule {
  static forRoot(config: ResolvedConfig, role: QueueRole): DynamicModule {
    const connection = connectQueue(config.queueUrl, config.queuePrefix, role);
    return {
      module: QueueModule,
      global: true,
      imports: [
        BullModule.forRoot({ ...connection, ...queueTelemetry() }),
        BullModule.registerQueue(...QUEUE_NAMES.map((name) => ({ name }))),
        BullModule.registerFlowProducer({ name: FLOW_PRODUCER }),
      ],
      providers: [JobQueue, JobSchedulers],
      exports: [JobQueue, JobSchedulers],
    };
  }
}
