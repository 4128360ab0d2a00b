import { EventEmitter } from 'node:events';
import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { clockOffset } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { DomainError } from '#libs/domain-errors';
import type { Message } from '#libs/language';
import { PROCESS_ID } from '#libs/process';
import { productVersion } from '#libs/product-version';
import { JOB_CONTRACT } from '#libs/queue';
import { ProcessRepository } from './process.repository.js';
import { StorageMark } from './storage-mark.js';

/** Injection token of the role of this process. */
export const FLEET_ROLE = Symbol('role in the fleet');

/** How long a refusal of single jobs is reported after the last one. */
const REFUSAL_MS = 60_000;
const MENDED_SOON_MS = 1_000;

/**
 * Looks at the storage and the clock every `QUEUE_CHECK_SECONDS`, and reports this process to the task database. The event
 * `looked` follows each look.
 */
@Injectable()
export class ProcessReport extends EventEmitter implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ProcessReport.name);
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> = Promise.resolve();
  private stopped = false;
  private said: string | null = null;
  private contract: { readonly problem: DomainError; readonly until: number } | null = null;

  constructor(
    private readonly processes: ProcessRepository,
    private readonly storageMark: StorageMark,
    @Inject(FLEET_ROLE) private readonly role: 'api' | 'worker',
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {
    super();
  }

  async onApplicationBootstrap(): Promise<void> {
    this.looking = this.look();
    await this.looking;
    this.lookAgain();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) {
      clearTimeout(this.timer);
    }
    await this.looking;
    await this.processes.leave(PROCESS_ID).catch(() => undefined);
  }

  /** Why this process takes no jobs, or not all. */
  get refusal(): DomainError | null {
    const isRecent = this.contract !== null && this.contract.until > Date.now();
    return this.storageMark.problem ?? (isRecent ? (this.contract?.problem ?? null) : null);
  }

  /** Notes that a job was left for a newer worker. */
  leftJob(problem: DomainError): void {
    this.contract = { problem, until: Date.now() + REFUSAL_MS };
    this.say();
  }

  /** One look. A service that is away costs a look, never the process. */
  async look(): Promise<void> {
    try {
      if (this.role === 'api') {
        await this.storageMark.mark();
      }
      await this.storageMark.check();
      this.say();
      const { offsetMs, uncertaintyMs } = await clockOffset(() => this.processes.now());
      const isCertain = Math.abs(offsetMs) > uncertaintyMs;
      await this.processes.report({
        processId: PROCESS_ID,
        role: this.role,
        version: productVersion(),
        jobContract: JOB_CONTRACT,
        refusal: messageOf(this.refusal),
        clockOffsetMs: isCertain ? offsetMs : 0,
      });
    } catch (error) {
      this.logger.warn(`storage and clock were not checked this time: ${(error as Error).message}`);
    }
    this.emit('looked');
  }

  /** Soon while the storage is the wrong one: work waits for it. */
  private lookAgain(): void {
    if (this.stopped) {
      return;
    }
    const pause = this.storageMark.problem === null ? this.config.worker.queueCheckMs : MENDED_SOON_MS;
    this.timer = setTimeout(() => {
      this.looking = this.look();
      void this.looking.then(() => this.lookAgain());
    }, pause);
    this.timer.unref();
  }

  /** Once each time that it changes. */
  private say(): void {
    const { refusal } = this;
    const sentence = (refusal ?? this.storageMark.notice)?.message ?? null;
    if (sentence !== this.said) {
      this.said = sentence;
      if (sentence === null) {
        this.logger.log('the storage is the one of this installation, and all jobs are taken');
      } else if (refusal === null) {
        this.logger.log(sentence);
      } else {
        this.logger.error(this.storageMark.problem === null ? sentence : `${sentence} (${this.storageMark.where})`);
      }
    }
  }
}

function messageOf(error: DomainError | null): Message | null {
  return error && { code: error.code, params: error.params };
}
