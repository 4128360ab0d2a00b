import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig, type WebhookConfig } from '#libs/config';
import { WebhookDeliveryEntity, type AnomalyEntity } from '#libs/database';
import { postWebhook } from './post-webhook.js';

const BATCH = 20;
/** 10 s, 20 s, 40 s, … about three hours in all; then it is given up. */
const ATTEMPTS = 10;
const FIRST_PAUSE_SECONDS = 10;

/** Sends the events of the anomalies to the webhook, at least once each. */
@Injectable()
export class WebhookDeliveries {
  private readonly logger = new Logger(WebhookDeliveries.name);

  constructor(
    @InjectRepository(WebhookDeliveryEntity) private readonly rows: Repository<WebhookDeliveryEntity>,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** Everything that is due, one after the other. @returns how many were taken. */
  async deliverDue(): Promise<number> {
    const { webhook } = this.config.monitor;
    if (webhook === null) {
      return 0;
    }
    const due = await this.rows
      .createQueryBuilder('delivery')
      .innerJoinAndSelect('delivery.anomaly', 'anomaly')
      .where('delivery.next_attempt_at <= now()')
      .orderBy('delivery.id')
      .take(BATCH)
      .getMany();
    let delivered = 0;
    for (const delivery of due) {
      delivered += (await this.deliver(webhook, delivery)) ? 1 : 0;
    }
    return delivered;
  }

  private async deliver(webhook: WebhookConfig, delivery: WebhookDeliveryEntity): Promise<boolean> {
    const { id, event, anomaly, attempts } = delivery;
    try {
      await postWebhook(webhook, { id, event, body: JSON.stringify(this.bodyOf(id, event, anomaly)) });
      await this.rows.update(id, {
        attempts: attempts + 1,
        deliveredAt: () => 'now()',
        nextAttemptAt: null,
        lastError: null,
      });
      return true;
    } catch (error) {
      const reason = (error as Error).message;
      const givenUp = attempts + 1 >= ATTEMPTS;
      this.logger.warn(`webhook ${event}, attempt ${attempts + 1}${givenUp ? ', given up' : ''}: ${reason}`);
      await this.rows.update(id, {
        attempts: attempts + 1,
        nextAttemptAt: givenUp ? null : () => `now() + interval '${FIRST_PAUSE_SECONDS * 2 ** attempts} seconds'`,
        lastError: reason.slice(0, 1000),
      });
      return false;
    }
  }

  private bodyOf(id: string, event: string, anomaly: AnomalyEntity | undefined): Record<string, unknown> {
    const time = (instant: Date | null | undefined) => (instant ? isoTimestamp(instant, this.config.timeZone) : null);
    return {
      id,
      event,
      anomaly: {
        id: anomaly?.id,
        rule: anomaly?.rule,
        subject: anomaly?.subject,
        severity: anomaly?.severity,
        message: { zh: anomaly?.messageZh, en: anomaly?.messageEn },
        details: anomaly?.details,
        opened_at: time(anomaly?.openedAt),
        closed_at: time(anomaly?.closedAt),
      },
    };
  }
}
