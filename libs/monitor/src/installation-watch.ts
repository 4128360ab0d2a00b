import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { TurnRepository } from '#libs/database';
import { JobQueue, type QueueDepth } from '#libs/queue';
import { NotificationDeliveries } from '#libs/notifications';
import { AnomalyDetector } from './anomaly-detector.js';
import { AnomalyRepository } from './anomaly.repository.js';
import { SampleRepository } from './sample.repository.js';
import { WebhookDeliveries } from './webhook/webhook-deliveries.js';

const HOUSEKEEPING_EVERY_MS = 10 * 60_000;

/** Work that one process at a time does for the whole installation: anomalies, webhook, retention. */
@Injectable()
export class InstallationWatch {
  private readonly logger = new Logger(InstallationWatch.name);

  constructor(
    private readonly turnRepository: TurnRepository,
    private readonly detector: AnomalyDetector,
    private readonly deliveries: WebhookDeliveries,
    private readonly notificationDeliveries: NotificationDeliveries,
    private readonly sampleRepository: SampleRepository,
    private readonly anomalyRepository: AnomalyRepository,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** A little less than the interval: timers drift, and the turn should go round once an interval all the same. */
  takeTurn(): Promise<boolean> {
    return this.turnRepository.take('watch', this.config.monitor.intervalMs * 0.8);
  }

  async watch(queues: Readonly<Record<string, QueueDepth>>): Promise<void> {
    await this.detector.detect(queues);
    void this.deliver();
    if (await this.turnRepository.take('monitor_retention', HOUSEKEEPING_EVERY_MS)) {
      await this.sampleRepository.thinOut(this.config.monitor.retentionDays);
      await this.anomalyRepository.expire(this.config.monitor.retentionDays);
      await this.notificationDeliveries.expire(this.config.monitor.retentionDays);
    }
  }

  /** Not awaited: a slow or unreachable webhook does not stop the measuring. */
  private async deliver(): Promise<void> {
    const passes = [this.deliveries.deliverDue(), this.notificationDeliveries.deliverDue()];
    await Promise.all(
      passes.map((pass) => pass.catch((error: Error) => this.logger.warn(`notifications: ${error.message}`))),
    );
  }
}

/** The depths, or null while the queue is away: the rest is watched all the same. */
export function depthsOrNull(queue: JobQueue, logger: Logger): Promise<Record<string, QueueDepth> | null> {
  return queue.depths().catch((error: Error) => {
    logger.warn(`queue depths: ${error.message}`);
    return null;
  });
}
