import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { getQueueToken, InjectFlowProducer } from '@nestjs/bullmq';
import type { FlowJob, FlowProducer, JobsOptions, Queue } from 'bullmq';
import { withinTime } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { QUEUE_NAMES, queueOf, type QueueName, type RunOptions, type StepName } from '#libs/pipeline';
import { translateQueueError } from './errors.js';
import {
  JOB_CONTRACT,
  type ArchiveJob,
  type EvaluationJob,
  type StepJob,
  type VectorOperationJob,
} from './job-contracts.js';
import { QUEUE_SETTINGS } from './queue-settings.js';
import { retryDeadlocks } from './retry-deadlocks.js';

export const FLOW_PRODUCER = 'runs';

export interface StepToRun {
  readonly step: StepName;
  readonly executionId: string;
  /** Of its run. */
  readonly options?: RunOptions | null;
}

/** Jobs of one queue at one instant. */
export interface QueueDepth {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
}

/** Longer than a connection attempt of either backend. */
const CONNECT_TIMEOUT_MS = 15_000;

/** A call that has no answer by then is given up: a queue that went silent counts as unreachable. */
const CALL_TIMEOUT_MS = 8_000;

/** Where a job is, as far as the product cares. */
export type JobPresence =
  | 'waiting'
  /** It waits for another job of its flow. */
  | 'blocked'
  | 'active'
  | 'completed'
  | 'failed'
  | 'missing';

/** The producer side of the queues. Job ids are execution ids: adding a job twice adds it once. */
@Injectable()
export class JobQueue implements OnModuleInit {
  private readonly logger = new Logger(JobQueue.name);
  private readonly queues = new Map<QueueName, Queue>();

  constructor(
    private readonly moduleRef: ModuleRef,
    @InjectFlowProducer(FLOW_PRODUCER) private readonly flows: FlowProducer,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /**
   * Connects everything now: a connection of BullMQ whose very first use fails never recovers, while an established one
   * does. @throws DomainError `queue_unreachable`
   */
  async onModuleInit(): Promise<void> {
    for (const name of QUEUE_NAMES) {
      const queue = this.moduleRef.get<Queue>(getQueueToken(name), { strict: false });
      // Without a listener a lost connection would end the process; health and the next call report it.
      queue.on('error', (error: Error) => this.logger.warn(`queue ${name}: ${error.message}`));
      this.queues.set(name, queue);
    }
    this.flows.on('error', (error: Error) => this.logger.warn(`flow producer: ${error.message}`));
    await this.connected([...this.queues.values(), this.flows]);
  }

  /** Resolves when every one of them has its connection. @throws DomainError `queue_unreachable` */
  async connected(connections: readonly { waitUntilReady(): Promise<unknown> }[]): Promise<void> {
    const ready = connections.map((connection) => connection.waitUntilReady());
    try {
      await withTimeout(Promise.all(ready), CONNECT_TIMEOUT_MS);
    } catch (error) {
      throw translateQueueError(error);
    }
  }

  /**
   * Puts the steps into their queues so that each starts when the one before it is done; the failure of one fails
   * those after it.
   * @throws DomainError `queue_unreachable`
   */
  async enqueueRun(taskId: string, steps: readonly StepToRun[]): Promise<void> {
    const flow = steps.reduce<FlowJob | null>((before, { step, executionId, options }) => {
      const work = options?.add_pairs === undefined ? {} : ({ work: 'add_pairs' } as const);
      const data: StepJob = { version: JOB_CONTRACT, taskId, executionId, ...work };
      const queueName = queueOf(step);
      const opts = { ...this.optionsOf(queueName), jobId: executionId };
      return before === null
        ? { name: step, queueName, data, opts }
        : {
            name: step,
            queueName,
            data,
            opts,
            children: [{ ...before, opts: { ...before.opts, failParentOnFailure: true } }],
          };
    }, null);
    if (flow !== null) {
      await this.guard(() => this.flows.add(flow));
    }
  }

  /** @throws DomainError `queue_unreachable` */
  async presenceOf(queue: QueueName, jobId: string): Promise<JobPresence> {
    const state = await this.use(queue, (own) => own.getJobState(jobId));
    if (state === 'unknown' || (await this.use(queue, (own) => own.getJob(jobId))) === undefined) {
      // The id may be in a list whose job was evicted.
      return 'missing';
    }
    switch (state) {
      case 'active':
      case 'completed':
      case 'failed':
        return state;
      case 'waiting-children':
        return 'blocked';
      default:
        return 'waiting';
    }
  }

  /**
   * Takes jobs of a run out of their queues; an active one stays, its worker sees the cancellation itself. The last step
   * goes first: a job that is removed sets those free that waited for it.
   */
  async remove(steps: readonly StepToRun[]): Promise<void> {
    for (const { step, executionId } of steps.toReversed()) {
      await this.removeJob(queueOf(step), executionId);
    }
  }

  /** Takes a job out of its queue, so that its id may be enqueued again; an active one stays. */
  async removeJob(queue: QueueName, jobId: string): Promise<void> {
    const job = await this.guard(() => this.queue(queue).getJob(jobId));
    await job?.remove({ removeChildren: false }).catch((error: Error) => {
      this.logger.debug(`job ${jobId} stays: ${error.message}`);
    });
  }

  /** @throws DomainError `queue_unreachable` */
  async enqueueArchive(archiveId: string): Promise<void> {
    const data: ArchiveJob = { version: JOB_CONTRACT, archiveId };
    const opts = { ...this.optionsOf('archives'), jobId: archiveId };
    await this.guard(() => this.queue('archives').add('archive', data, opts));
  }

  /** @throws DomainError `queue_unreachable` */
  async enqueueEvaluation(evaluationId: string): Promise<void> {
    const data: EvaluationJob = { version: JOB_CONTRACT, evaluationId };
    const opts = { ...this.optionsOf('evaluations'), jobId: evaluationId };
    await this.guard(() => this.queue('evaluations').add('evaluation_request', data, opts));
  }

  /** @throws DomainError `queue_unreachable` */
  async enqueueVectorOperation(operationId: string, work?: VectorOperationJob['work']): Promise<void> {
    const data: VectorOperationJob = { version: JOB_CONTRACT, operationId, ...(work === undefined ? {} : { work }) };
    const opts = { ...this.optionsOf('vector_backup'), jobId: operationId };
    await this.guard(() => this.queue('vector_backup').add('vector_operation', data, opts));
  }

  /** How many jobs are where. @throws DomainError `queue_unreachable` */
  async depths(): Promise<Record<QueueName, QueueDepth>> {
    const entries = await Promise.all(
      QUEUE_NAMES.map(async (name) => {
        const counts = await this.guard(() =>
          this.queue(name).getJobCounts('wait', 'prioritized', 'active', 'delayed', 'failed'),
        );
        const count = (state: string): number => counts[state] ?? 0;
        const waiting = count('wait') + count('prioritized');
        return [
          name,
          { waiting, active: count('active'), delayed: count('delayed'), failed: count('failed') },
        ] as const;
      }),
    );
    return Object.fromEntries(entries) as Record<QueueName, QueueDepth>;
  }

  /** Resolves when the queue answers. @throws DomainError `queue_unreachable` */
  async ping(): Promise<void> {
    await this.guard(() => this.queue('maintenance').getJobCounts('active'));
  }

  /** Every queue object, for Bull Board. */
  all(): Queue[] {
    return [...this.queues.values()];
  }

  /** Runs a call on one queue. @throws DomainError `queue_unreachable` */
  use<T>(name: QueueName, call: (queue: Queue) => Promise<T>): Promise<T> {
    return this.guard(() => call(this.queue(name)));
  }

  /** Options of every job of a queue. */
  optionsOf(queue: QueueName): JobsOptions {
    const { backoff, removeOnComplete, removeOnFail } = QUEUE_SETTINGS[queue];
    return { attempts: this.config.worker.stepAttempts, backoff, removeOnComplete, removeOnFail };
  }

  private queue(name: QueueName): Queue {
    const queue = this.queues.get(name);
    if (queue === undefined) {
      throw new Error(`queue ${name} is not registered`);
    }
    return queue;
  }

  private async guard<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await withTimeout(retryDeadlocks(call), CALL_TIMEOUT_MS);
    } catch (error) {
      throw translateQueueError(error);
    }
  }
}

function withTimeout<T>(work: Promise<T>, ms: number): Promise<T> {
  const late = (): Error => Object.assign(new Error(`no answer within ${ms / 1000} seconds`), { code: 'ETIMEDOUT' });
  return withinTime(work, ms, late);
}
