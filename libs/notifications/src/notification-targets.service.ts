import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, Not, QueryFailedError, type FindOptionsWhere, type Repository } from 'typeorm';
import { NotificationDeliveryEntity, NotificationTargetEntity } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import type { Language } from '#libs/language';
import { SecretBox } from '#libs/secrets';
import { notificationErrors } from './errors.js';
import type { EventKind } from './event-kinds.js';
import type { TargetAddress, TargetKind } from './shapes/shape.js';

export const DELIVERY_STATES = ['waiting', 'delivered', 'dead'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

const MIN_SECRET = 16;

export interface NewTarget extends TargetAddress {
  readonly name: string;
  readonly kind: TargetKind;
  readonly events: readonly EventKind[];
  readonly language: Language;
}

const BY_STATE: Readonly<Record<DeliveryState, FindOptionsWhere<NotificationDeliveryEntity>>> = {
  waiting: { nextAttemptAt: Not(IsNull()) },
  delivered: { deliveredAt: Not(IsNull()) },
  dead: { deadAt: Not(IsNull()) },
};

/** Subscriptions and their deliveries, for operators. */
@Injectable()
export class NotificationTargetsService {
  constructor(
    @InjectRepository(NotificationTargetEntity) private readonly targets: Repository<NotificationTargetEntity>,
    @InjectRepository(NotificationDeliveryEntity) private readonly deliveries: Repository<NotificationDeliveryEntity>,
    private readonly secrets: SecretBox,
  ) {}

  /** @throws DomainError `notification_target_exists`, `notification_secret_missing` */
  async create({ url, secret, name, kind, events, language }: NewTarget): Promise<NotificationTargetEntity> {
    if (kind === 'webhook' && (secret ?? '').length < MIN_SECRET) {
      throw new DomainError(notificationErrors.notification_secret_missing);
    }
    const targetId = randomUUID();
    const sealed = this.secrets.encrypt(JSON.stringify({ url, secret } satisfies TargetAddress), targetId);
    const row = { targetId, name, kind, events: [...events], language, host: new URL(url).host, sealed };
    try {
      await this.targets.insert(row);
    } catch (error) {
      if (error instanceof QueryFailedError && (error.driverError as { code?: string }).code === '23505') {
        throw new DomainError(notificationErrors.notification_target_exists, { name });
      }
      throw error;
    }
    return this.require(targetId);
  }

  list(): Promise<NotificationTargetEntity[]> {
    return this.targets.find({ order: { createdAt: 'ASC', targetId: 'ASC' } });
  }

  /** While it is switched off, new events are not sent to it, and those on their way wait. */
  async switchTo(targetId: string, enabled: boolean): Promise<NotificationTargetEntity> {
    await this.targets.update({ targetId }, { enabled });
    return this.require(targetId);
  }

  /** What is on its way to it goes too. @throws DomainError `notification_target_not_found` */
  async remove(targetId: string): Promise<void> {
    await this.require(targetId);
    await this.targets.delete({ targetId });
  }

  /** Puts a test event on its way. @throws DomainError `notification_target_not_found` */
  async test(targetId: string): Promise<NotificationDeliveryEntity> {
    await this.require(targetId);
    const { identifiers } = await this.deliveries.insert({ targetId, event: 'test', payload: {} });
    return this.deliveries.findOneByOrFail({ id: String(identifiers[0]?.['id']) });
  }

  /** Newest first. */
  async page(
    filter: { readonly targetId?: string | undefined; readonly state?: DeliveryState | undefined },
    limit: number,
    offset: number,
  ): Promise<{ deliveries: NotificationDeliveryEntity[]; total: number }> {
    const where = {
      ...(filter.state === undefined ? {} : BY_STATE[filter.state]),
      ...(filter.targetId === undefined ? {} : { targetId: filter.targetId }),
    };
    const [deliveries, total] = await this.deliveries.findAndCount({
      where,
      order: { id: 'DESC' },
      take: limit,
      skip: offset,
    });
    return { deliveries, total };
  }

  /** Sends it again, whether it was delivered or given up, with all attempts. */
  async redeliver(id: string): Promise<NotificationDeliveryEntity> {
    const again = { attempts: 0, nextAttemptAt: () => 'now()', deliveredAt: null, deadAt: null, lastError: null };
    const { affected } = await this.deliveries.update({ id }, again);
    if (affected !== 1) {
      throw new DomainError(notificationErrors.notification_delivery_not_found, { delivery: id });
    }
    return this.deliveries.findOneByOrFail({ id });
  }

  private async require(targetId: string): Promise<NotificationTargetEntity> {
    const target = await this.targets.findOneBy({ targetId });
    if (target === null) {
      throw new DomainError(notificationErrors.notification_target_not_found, { target: targetId });
    }
    return target;
  }
}

/** Whether a delivery is still under way, and how it ended. */
export function stateOf({ deliveredAt, deadAt }: NotificationDeliveryEntity): DeliveryState {
  if (deliveredAt !== null) {
    return 'delivered';
  }
  return deadAt === null ? 'waiting' : 'dead';
}
