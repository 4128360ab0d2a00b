import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { PROCESS_ID } from '#libs/process';
import { JobQueue, type QueueDepth } from '#libs/queue';
import { diskSpaceOf } from './disk-space.js';
import { depthsOrNull, InstallationWatch } from './installation-watch.js';
import { ProcessMeter } from './process-meter.js';
import { SampleRepository } from './sample.repository.js';

/** Injection token of the identity of this process. */
export const ROLE = Symbol('role of the process');
export type ProcessRole = 'api' | 'worker';

/**
 * Measures this process at every interval and stores the sample. The process that has the turn also watches the
 * installation. That works with any number of processes, as long as one of them lives.
 */
@Injectable()
export class Sampler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Sampler.name);
  private readonly meter = new ProcessMeter();
  private timer: NodeJS.Timeout | null = null;
  private ticking: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly sampleRepository: SampleRepository,
    private readonly installation: InstallationWatch,
    private readonly queue: JobQueue,
    @Inject(ROLE) private readonly role: ProcessRole,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.meter.start();
    this.ticking = this.tick();
    this.timer = setInterval(() => {
      this.ticking = this.ticking.then(() => this.tick());
    }, this.config.monitor.intervalMs);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) {
      clearInterval(this.timer);
    }
    this.meter.stop();
    await this.ticking;
  }

  /** One measurement. A service that is away costs a sample, never the process. */
  async tick(): Promise<void> {
    if (this.stopped) {
      return;
    }
    try {
      const isOurTurn = await this.installation.takeTurn();
      const queues = isOurTurn ? await depthsOrNull(this.queue, this.logger) : null;
      await this.storeSample(queues);
      if (isOurTurn) {
        await this.installation.watch(queues ?? {});
      }
    } catch (error) {
      this.logger.warn(`no sample this time: ${(error as Error).message}`);
    }
  }

  private async storeSample(queueDepths: Record<string, QueueDepth> | null): Promise<void> {
    const { monitor, storage, dataDirectory, worker } = this.config;
    // A bucket has no size limit; only the disk of the data directory can fill up.
    const disk = await diskSpaceOf(storage.kind === 'folder' ? storage.directory : dataDirectory);
    await this.sampleRepository.insert({
      processId: PROCESS_ID,
      role: this.role,
      queues: this.role === 'worker' ? [...worker.queues] : [],
      resolutionSeconds: Math.round(monitor.intervalMs / 1000),
      ...this.meter.measure(),
      diskTotalBytes: disk?.totalBytes ?? null,
      diskFreeBytes: disk?.freeBytes ?? null,
      queueDepths,
    });
  }
}
