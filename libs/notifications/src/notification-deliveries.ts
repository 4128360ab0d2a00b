import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { NotificationDeliveryEntity, NotificationTargetEntity } from '#libs/database';
import { DomainError, errorText } from '#libs/domain-errors';
import { DEFAULT_LANGUAGE, inEveryLanguage, isLanguage, OPERATOR_LANGUAGE, render } from '#libs/language';
import { SecretBox } from '#libs/secrets';
import { eventMessage, type EventKind } from './event-kinds.js';
import { deliveryFailed, post } from './http/post-webhook.js';
import { SHAPES } from './shapes/shapes.js';
import type { Notice, TargetAddress, TargetKind } from './shapes/shape.js';

/** Longer than an attempt may take. */
const LEASE_SECONDS = 60;
/** Targets that are served at the same time. Each has a pass of its own: one that never answers holds up no other. */
const PARALLEL_TARGETS = 32;
/** Time that one pass spends on failures of one target. */
const PATIENCE_MS = 30_000;

/** When an attempt is repeated. */
export interface RetrySchedule {
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  readonly attempts: number;
}

/** 10 s, 20 s, 40 s, … up to 6 hours: 22 attempts in three days. */
export const RETRIES: RetrySchedule = { firstPauseMs: 10_000, longestPauseMs: 6 * 3_600_000, attempts: 22 };

/** Sends what is due, at least once each. Events of one target are sent in their order; one that failed comes later. */
@Injectable()
export class NotificationDeliveries implements BeforeApplicationShutdown {
  private readonly logger = new Logger(NotificationDeliveries.name);
  private readonly ending = new AbortController();
  private readonly passes = new Map<string, Promise<number>>();
  retries: RetrySchedule = RETRIES;

  constructor(
    @InjectRepository(NotificationDeliveryEntity) private readonly rows: Repository<NotificationDeliveryEntity>,
    @InjectRepository(NotificationTargetEntity) private readonly targets: Repository<NotificationTargetEntity>,
    private readonly secrets: SecretBox,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /**
   * Starts a pass for every target that has something due and is not being served.
   * @returns at the end of these passes, how many events were delivered
   */
  async deliverDue(): Promise<number> {
    const due = await this.rows.query<{ target_id: string }[]>(
      `SELECT target_id FROM data_pipeline_notification_deliveries
        WHERE next_attempt_at <= now() GROUP BY target_id ORDER BY min(next_attempt_at)`,
    );
    const idle = due.map(({ target_id: targetId }) => targetId).filter((targetId) => !this.passes.has(targetId));
    const started = idle.slice(0, Math.max(0, PARALLEL_TARGETS - this.passes.size)).map((targetId) => {
      const pass = this.deliverTo(targetId).finally(() => this.passes.delete(targetId));
      this.passes.set(targetId, pass);
      return pass;
    });
    return (await Promise.all(started)).reduce((sum, delivered) => sum + delivered, 0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.ending.abort();
    await Promise.allSettled(this.passes.values());
  }

  /** Removes deliveries that ended earlier than that. */
  async expire(days: number): Promise<void> {
    await this.rows.query(
      `DELETE FROM data_pipeline_notification_deliveries
        WHERE next_attempt_at IS NULL AND created_at < now() - $1 * interval '1 day'`,
      [days],
    );
  }

  private async deliverTo(targetId: string): Promise<number> {
    const lease = randomUUID();
    let delivered = 0;
    let failingMs = 0;
    try {
      for (
        let next = await this.next(targetId, lease);
        next !== null && failingMs < PATIENCE_MS && !this.ending.signal.aborted;
        next = await this.next(targetId, lease)
      ) {
        const startedAt = performance.now();
        if (await this.deliver(next)) {
          delivered += 1;
        } else {
          failingMs += performance.now() - startedAt;
        }
      }
    } finally {
      await this.targets.update({ targetId, lease }, { lease: null, leaseUntil: null });
    }
    return delivered;
  }

  /** The oldest delivery that is due, if this process has or gets the lease of the target. */
  private async next(targetId: string, lease: string): Promise<NotificationDeliveryEntity | null> {
    const [held] = await this.rows.query<[unknown[], number]>(
      `UPDATE data_pipeline_notification_targets
          SET lease = $2, lease_until = now() + $3 * interval '1 second'
        WHERE target_id = $1 AND enabled AND (lease = $2 OR lease IS NULL OR lease_until < now())
       RETURNING target_id`,
      [targetId, lease, LEASE_SECONDS],
    );
    if (held.length === 0) {
      return null;
    }
    return this.rows
      .createQueryBuilder('d')
      .innerJoinAndSelect('d.target', 'target')
      .where('d.target_id = :targetId AND d.next_attempt_at <= now()', { targetId })
      .orderBy('d.id')
      .limit(1)
      .getOne();
  }

  private async deliver(delivery: NotificationDeliveryEntity): Promise<boolean> {
    const { id, attempts } = delivery;
    try {
      await this.send(delivery);
      const delivered = { attempts: attempts + 1, deliveredAt: () => 'now()', nextAttemptAt: null, lastError: null };
      await this.rows.update(id, delivered);
      return true;
    } catch (error) {
      // The end of the process is no failure of the receiver.
      if (!this.ending.signal.aborted) {
        await this.recordFailure(delivery, error);
      }
      return false;
    }
  }

  private async send({ id, event: kind, payload, createdAt, target }: NotificationDeliveryEntity): Promise<void> {
    if (target === undefined) {
      throw new Error('the delivery was read without its target');
    }
    const event = kind as EventKind;
    const message = eventMessage(event, payload);
    const notice: Notice = {
      id,
      event,
      payload,
      createdAt: isoTimestamp(createdAt, this.config.timeZone),
      text: inEveryLanguage((language) => render(message, language)),
      language: isLanguage(target.language) ? target.language : DEFAULT_LANGUAGE,
    };
    const address = JSON.parse(this.secrets.decrypt(target.sealed, target.targetId)) as TargetAddress;
    const shape = SHAPES[target.kind as TargetKind];
    const { webhookAllowedHosts: allowedHosts } = this.config.monitor;
    const answer = await post({ ...shape.request(address, notice, new Date()), allowedHosts }, this.ending.signal);
    const refusal = shape.refusal(answer);
    if (refusal !== null) {
      throw deliveryFailed(refusal);
    }
  }

  private async recordFailure(
    { id, attempts, event, target }: NotificationDeliveryEntity,
    error: unknown,
  ): Promise<void> {
    const { firstPauseMs, longestPauseMs, attempts: most } = this.retries;
    const reason = error instanceof DomainError ? errorText(error, OPERATOR_LANGUAGE) : (error as Error).message;
    const isDead = attempts + 1 >= most;
    this.logger.warn(`${event} to ${target?.name}, attempt ${attempts + 1}${isDead ? ', given up' : ''}: ${reason}`);
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** attempts);
    await this.rows.update(id, {
      attempts: attempts + 1,
      lastError: reason.slice(0, 1000),
      nextAttemptAt: isDead ? null : () => `now() + interval '${pauseMs} milliseconds'`,
      ...(isDead ? { deadAt: () => 'now()' } : {}),
    });
  }
}
