import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { ArchivesModule } from '#libs/archives';
import type { ResolvedConfig, WorkerQueue } from '#libs/config';
import { ConfigModule } from '#libs/config';
import { DatabaseModule, EmbeddingRepository, ModelCallLimiter, ModelLedgerRepository } from '#libs/database';
import { FilesModule } from '#libs/files';
import { createChatModel, createEmbedder, type ChatModel } from '#libs/language-model';
import { MonitorModule } from '#libs/monitor';
import { OperationsModule } from '#libs/operations';
import { jobNamesOf, QUEUE_NAMES, QueueModule, type JobName } from '#libs/queue';
import { StepRunnerModule } from '#libs/step-runner';
import { DdlGenerationStep } from '#libs/steps/ddl-generation';
import { QaGenerationStep } from '#libs/steps/qa-generation';
import { SqlValidationStep } from '#libs/steps/sql-validation';
import { createTrainingSinks, TrainingLoadStep } from '#libs/steps/training-load';
import { TasksModule } from '#libs/tasks';
import { VectorBackupModule } from '#libs/vector-backup';
import { ArchiveProcessor } from './processors/archive.processor.js';
import { DdlGenerationProcessor } from './processors/ddl-generation.processor.js';
import { QaGenerationProcessor } from './processors/qa-generation.processor.js';
import { ScheduledRunProcessor } from './processors/scheduled-run.processor.js';
import { SqlValidationProcessor } from './processors/sql-validation.processor.js';
import { SweepProcessor } from './processors/sweep.processor.js';
import { TrainingLoadProcessor } from './processors/training-load.processor.js';
import { VectorOperationProcessor } from './processors/vector-operation.processor.js';
import { WorkerLifecycle } from './worker-lifecycle.js';

/** The handler of every job: exactly one each, or this does not compile. */
const HANDLERS: Readonly<Record<JobName, Type>> = {
  ddl_generation: DdlGenerationProcessor,
  qa_generation: QaGenerationProcessor,
  sql_validation: SqlValidationProcessor,
  training_load: TrainingLoadProcessor,
  archive: ArchiveProcessor,
  scheduled_run: ScheduledRunProcessor,
  vector_operation: VectorOperationProcessor,
  sweep: SweepProcessor,
};

/** One worker process: the processors of the queues that it was told to take. */
@Module({})
export class WorkerModule {
  static forRoot(config: ResolvedConfig): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        ConfigModule.forRoot(config),
        DatabaseModule.forRoot(config, 'data-pipeline worker'),
        QueueModule.forRoot(config, 'worker'),
        FilesModule.forRoot(config),
        TasksModule,
        ArchivesModule,
        OperationsModule,
        MonitorModule.forRoot('worker'),
        StepRunnerModule,
        VectorBackupModule.forRoot(config),
        DiscoveryModule,
      ],
      providers: [WorkerLifecycle, ...stepProviders(config), ...handlersOf(config.worker.queues)],
    };
  }
}

function handlersOf(queues: readonly WorkerQueue[]): Type[] {
  return QUEUE_NAMES.filter((queue) => queues.includes(queue))
    .flatMap(jobNamesOf)
    .map((job) => HANDLERS[job]);
}

const CHAT_MODEL = Symbol('chat model');

/** Requests of a worker that died count against the limits until no attempt can be under way any more. */
const CALL_MARGIN_MS = 10_000;

function limiterOf(chat: ResolvedConfig['chat'], dataSource: DataSource): ModelCallLimiter | undefined {
  return chat
    ? new ModelCallLimiter(dataSource, { ...chat.limits, longestCallMs: chat.timeoutMs + CALL_MARGIN_MS })
    : undefined;
}

function stepProviders(config: ResolvedConfig): Provider[] {
  return [
    {
      provide: CHAT_MODEL,
      inject: [ModelLedgerRepository, DataSource],
      useFactory: (ledger: ModelLedgerRepository, dataSource: DataSource) =>
        createChatModel(config.chat, { ledger, limiter: limiterOf(config.chat, dataSource) }),
    },
    {
      provide: DdlGenerationStep,
      inject: [{ token: CHAT_MODEL, optional: true }],
      useFactory: (chatModel: ChatModel | null) => new DdlGenerationStep({ chatModel: chatModel ?? null }),
    },
    {
      provide: QaGenerationStep,
      inject: [{ token: CHAT_MODEL, optional: true }],
      useFactory: (chatModel: ChatModel | null) => new QaGenerationStep({ chatModel: chatModel ?? null }),
    },
    {
      provide: SqlValidationStep,
      inject: [{ token: CHAT_MODEL, optional: true }, ModelLedgerRepository],
      useFactory: (chatModel: ChatModel | null, ledger: ModelLedgerRepository) =>
        new SqlValidationStep({ chatModel: chatModel ?? null, usageOf: (taskId) => ledger.ofTask(taskId) }),
    },
    {
      provide: TrainingLoadStep,
      inject: [EmbeddingRepository],
      useFactory: (cache: EmbeddingRepository) =>
        new TrainingLoadStep({
          sinks: createTrainingSinks({
            embedder: createEmbedder(config.embedding, cache),
            vectorDatabaseUrl: config.vectorDatabaseUrl,
          }),
        }),
    },
  ];
}
