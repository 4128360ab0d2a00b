import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { WorkerHost } from '@nestjs/bullmq';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { DomainError } from '#libs/domain-errors';
import { ProcessReport, StorageMark } from '#libs/fleet';
import { operationErrors } from '#libs/operations';
import { JobQueue, JobSchedulers } from '#libs/queue';
import { STEP_QUEUES } from '#libs/pipeline';
import { QueueRepairer } from '#libs/queue-repair';
import { configuredModels, StaleStepsService } from '#libs/tasks';
import type { SupervisedWorker } from './supervised-worker.js';

/**
 * Starts the BullMQ workers of this process once everything else is up, and stops them before anything else goes:
 * a running step gets `shutdownGraceMs` to finish and is handed back to the queue after that.
 */
@Injectable()
export class WorkerLifecycle implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly logger = new Logger(WorkerLifecycle.name);
  private readonly stopping = new AbortController();
  private graceTimer: NodeJS.Timeout | null = null;
  private readonly started = new Set<SupervisedWorker>();
  /** Until when a worker leaves the jobs of its queue to others. */
  private readonly aside = new Map<SupervisedWorker, number>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly queue: JobQueue,
    private readonly schedulers: JobSchedulers,
    private readonly repairer: QueueRepairer,
    private readonly staleStepsService: StaleStepsService,
    private readonly report: ProcessReport,
    private readonly storageMark: StorageMark,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** Aborted when running steps must stop now. */
  get shutdown(): AbortSignal {
    return this.stopping.signal;
  }

  async onApplicationBootstrap(): Promise<void> {
    const workers = this.workers();
    for (const worker of workers) {
      worker.concurrency = this.config.worker.concurrency;
      worker.on('error', (error) => this.logger.warn(`queue ${worker.name}: ${error.message}`));
      worker.on('stalled', (jobId) =>
        this.logger.warn(`queue ${worker.name}: took over ${jobId} from a worker that died or is blocked`),
      );
    }
    // A worker whose very first connection fails would never take a job: better not to start at all.
    await this.queue.connected(workers);
    await this.report.look();
    this.report.on('looked', () => this.followReport());
    this.followReport();
    await this.judgeModels();
    // A queue without data is restored before it gets the scheduler that is the sign of a whole one.
    await this.repairer.beat();
    if (this.config.worker.queues.includes('maintenance')) {
      await this.schedulers.scheduleSweep();
    }
    if (this.config.worker.queues.includes('vector_backup')) {
      const { schedule, verifySchedule } = this.config.vectorBackup;
      await this.schedulers.scheduleVectorBackups(schedule, this.config.timeZone);
      await this.schedulers.scheduleVerifications(verifySchedule, this.config.timeZone);
    }
  }

  /** Workers run while this process sees the storage of the installation, and begin when it does. */
  private followReport(): void {
    if (this.graceTimer !== null) {
      return;
    }
    const isRefused = this.storageMark.problem !== null;
    for (const worker of this.workers()) {
      if (this.started.has(worker)) {
        void (isRefused ? this.pause(worker) : this.resume(worker));
      } else if (!isRefused) {
        this.started.add(worker);
        void worker.run();
      }
    }
  }

  /** Takes no job of a queue for a while. */
  stepAside(queue: string, milliseconds: number): void {
    for (const worker of this.workers().filter(({ name }) => name === queue)) {
      this.aside.set(worker, Date.now() + milliseconds);
      void this.pause(worker);
      setTimeout(() => this.followReport(), milliseconds + 1).unref();
    }
  }

  private async pause(worker: SupervisedWorker): Promise<void> {
    if (!worker.isPaused()) {
      await worker.pause(true);
    }
  }

  private async resume(worker: SupervisedWorker): Promise<void> {
    if (worker.isPaused() && (this.aside.get(worker) ?? 0) <= Date.now()) {
      await worker.resume();
    }
  }

  /** Steps that were made with other models than those of this process are stale. */
  private async judgeModels(): Promise<void> {
    const hasSteps = this.config.worker.queues.some((queue) => STEP_QUEUES.some((ofStep) => ofStep === queue));
    if (hasSteps) {
      await this.staleStepsService.modelsConfigured(configuredModels(this.config)).catch((error: Error) => {
        this.logger.warn(`steps of other models were not looked for: ${error.message}`);
      });
    }
  }

  /** The first hook of a shutdown: the time for running steps begins. */
  onModuleDestroy(): void {
    this.graceTimer = setTimeout(() => {
      this.stopping.abort(new DomainError(operationErrors.worker_stopping));
    }, this.config.worker.shutdownGraceMs);
  }

  /** Ends before any connection is closed, because a step that finishes needs them. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.workers().map((worker) => worker.close()));
    if (this.graceTimer !== null) {
      clearTimeout(this.graceTimer);
    }
  }

  /** False from the first sign of a shutdown on. */
  get takesJobs(): boolean {
    return this.graceTimer === null && this.workers().every((worker) => worker.isRunning());
  }

  private workers(): SupervisedWorker[] {
    return this.discovery
      .getProviders()
      .map((wrapper) => wrapper.instance as unknown)
      .filter((instance): instance is WorkerHost<SupervisedWorker> => instance instanceof WorkerHost)
      .map((host) => host.worker);
  }
}
