import { BullModule } from '@nestjs/bullmq';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ArchivesModule } from '#libs/archives';
import { BusinessDatabaseModule } from '#libs/business-database';
import type { ResolvedConfig } from '#libs/config';
import { EvaluationModule } from '#libs/evaluation';
import { FleetModule } from '#libs/fleet';
import { HealthModule } from '#libs/health';
import { EvaluationReportModule } from '#libs/evaluation-report';
import { InstallationModule } from '#libs/installation';
import { ProcessMonitorModule } from '#libs/monitor';
import { OperationsModule } from '#libs/operations';
import { PairReviewModule } from '#libs/pair-review';
import { perStep, QUEUE_NAMES, type QueueName } from '#libs/pipeline';
import { jobNamesOf, type JobName } from '#libs/queue';
import { QueueRepairModule } from '#libs/queue-repair';
import { StepRunnerModule } from '#libs/step-runner';
import { AnswersLevelModule } from './answers-level.module.js';
import { CandidateRecordsModule } from './candidate-records.module.js';
import { ArchiveProcessor } from './processors/archive.processor.js';
import { EvaluationProcessor } from './processors/evaluation.processor.js';
import { ScheduledRunProcessor } from './processors/scheduled-run.processor.js';
import { stepProcessor } from './processors/step.processor.js';
import { SweepProcessor } from './processors/sweep.processor.js';
import { VectorOperationProcessor } from './processors/vector-operation.processor.js';
import { JobGate } from './job-gate.js';
import { stepProviders } from './step-providers.js';
import { SupervisedWorker } from './supervised-worker.js';
import { WorkerMetrics } from './probe/worker-metrics.js';
import { WorkerProbe } from './probe/worker-probe.js';
import { WorkerLifecycle } from './worker-lifecycle.js';

/** The handler of every job: exactly one each, or this does not compile. */
const HANDLERS: Readonly<Record<JobName, Type>> = {
  ...perStep(stepProcessor),
  archive: ArchiveProcessor,
  evaluation_request: EvaluationProcessor,
  scheduled_run: ScheduledRunProcessor,
  vector_operation: VectorOperationProcessor,
  sweep: SweepProcessor,
};

BullModule.workerClass = SupervisedWorker;

/** One worker process: the processors of the queues in WORKER_STEPS. */
@Module({})
export class WorkerModule {
  static forRoot(config: ResolvedConfig): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        InstallationModule.forRoot(config, 'worker', 'worker'),
        ArchivesModule,
        AnswersLevelModule.forRoot(config),
        CandidateRecordsModule.forRoot(config),
        BusinessDatabaseModule,
        EvaluationModule,
        EvaluationReportModule,
        OperationsModule,
        ProcessMonitorModule.forRoot('worker'),
        StepRunnerModule,
        PairReviewModule,
        QueueRepairModule.forRoot({ runsBackups: config.worker.queues.includes('vector_backup') }),
        FleetModule.forRoot('worker'),
        HealthModule,
        DiscoveryModule,
      ],
      providers: [
        WorkerLifecycle,
        JobGate,
        WorkerMetrics,
        WorkerProbe,
        ...stepProviders(config),
        ...handlersOf(config.worker.queues),
      ],
    };
  }
}

function handlersOf(queues: readonly QueueName[]): Type[] {
  return QUEUE_NAMES.filter((queue) => queues.includes(queue))
    .flatMap(jobNamesOf)
    .map((job) => HANDLERS[job]);
}
