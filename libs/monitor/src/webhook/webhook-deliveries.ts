import { Inject, Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig, type WebhookConfig } from '#libs/config';
import { WebhookDeliveryEntity, type AnomalyEntity } from '#libs/database';
import type { ByLanguage } from '#libs/language';
import { postWebhook } from '#libs/notifications';

/** Longer than an attempt may take. */
const CLAIM_SECONDS = 30;
/** 10 s, 20 s, 40 s, … about three hours in all; then it is given up. */
const ATTEMPTS = 10;
const FIRST_PAUSE_SECONDS = 10;

/** Sends the events of the anomalies to the webhook, at least once each. */
@Injectable()
export class WebhookDeliveries implements BeforeApplicationShutdown {
  private readonly logger = new Logger(WebhookDeliveries.name);
  private readonly ending = new AbortController();
  private delivering: Promise<number> | null = null;

  constructor(
    @InjectRepository(WebhookDeliveryEntity) private readonly rows: Repository<WebhookDeliveryEntity>,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /**
   * Everything that is due, one after the other, until it is done or this process ends. Called again meanwhile, it gives
   * the same: a receiver that is slow is not asked more often for it.
   * @returns how many were taken.
   */
  deliverDue(): Promise<number> {
    const { webhook } = this.config.monitor;
    if (webhook === null) {
      return Promise.resolve(0);
    }
    this.delivering ??= this.deliverAll(webhook).finally(() => (this.delivering = null));
    return this.delivering;
  }

  /** An interrupted delivery is due again when its claim expires, also in another process. */
  async beforeApplicationShutdown(): Promise<void> {
    this.ending.abort();
    await this.delivering?.catch(() => undefined);
  }

  private async deliverAll(webhook: WebhookConfig): Promise<number> {
    let delivered = 0;
    for (let id = await this.claim(); id !== null && !this.ending.signal.aborted; id = await this.claim()) {
      const delivery = await this.rows.findOne({ where: { id }, relations: { anomaly: true } });
      delivered += delivery !== null && (await this.deliver(webhook, delivery)) ? 1 : 0;
    }
    return delivered;
  }

  /** Claims one delivery that is due, for the duration of an attempt. */
  private async claim(): Promise<string | null> {
    const [rows] = await this.rows.query<[{ id: string }[], number]>(
      `UPDATE data_pipeline_webhook_deliveries SET next_attempt_at = now() + $1 * interval '1 second'
        WHERE id = (SELECT id FROM data_pipeline_webhook_deliveries WHERE next_attempt_at <= now()
                     ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING id`,
      [CLAIM_SECONDS],
    );
    return rows[0]?.id ?? null;
  }

  private async deliver(webhook: WebhookConfig, delivery: WebhookDeliveryEntity): Promise<boolean> {
    const { id, event, anomaly, attempts } = delivery;
    try {
      const body = JSON.stringify(this.bodyOf(id, event, anomaly));
      await postWebhook(webhook, { id, event, body }, this.ending.signal);
      await this.rows.update(id, {
        attempts: attempts + 1,
        deliveredAt: () => 'now()',
        nextAttemptAt: null,
        lastError: null,
      });
      return true;
    } catch (error) {
      if (this.ending.signal.aborted) {
        return false;
      }
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
        message: { zh: anomaly?.messageZh, en: anomaly?.messageEn } satisfies ByLanguage<string | undefined>,
        details: anomaly?.details,
        opened_at: time(anomaly?.openedAt),
        closed_at: time(anomaly?.closedAt),
      },
    };
  }
}
