import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, type EntityManager, type Repository } from 'typeorm';
import { AnomalyEntity, WebhookDeliveryEntity } from '#libs/database';
import type { ByLanguage } from '#libs/language';
import { NotificationOutbox, type EventKind, type EventPayload } from '#libs/notifications';
import type { Finding } from './anomaly-rule.js';

export interface AnomalyChanges {
  readonly opened: AnomalyEntity[];
  readonly closed: AnomalyEntity[];
}

/** The findings of one rule. */
export interface RuleFindings {
  readonly rule: string;
  readonly findings: readonly Finding[];
}

/** Rules with an event of their own for the opening. The closing is told by `anomaly.closed` with the same `anomaly_id`. */
const EVENT_BY_RULE: Readonly<Record<string, EventKind>> = {
  backup_overdue: 'backup.overdue',
  backup_unverified: 'backup.unverified',
};

/** Queries on the anomalies. */
@Injectable()
export class AnomalyRepository {
  constructor(
    @InjectRepository(AnomalyEntity) private readonly rows: Repository<AnomalyEntity>,
    private readonly outbox: NotificationOutbox,
  ) {}

  /**
   * Opens new anomalies, keeps continuing ones, closes the others. Anomalies of rules that are not in `results` stay as
   * they are.
   * @param notify also puts the changes into the queue of the webhook, in the same transaction.
   */
  record(results: readonly RuleFindings[], notify: boolean): Promise<AnomalyChanges> {
    return this.rows.manager.transaction(async (manager) => {
      const open = await manager.find(AnomalyEntity, {
        where: { rule: In(results.map(({ rule }) => rule)), closedAt: IsNull() },
        lock: { mode: 'pessimistic_write' },
      });
      const found = new Map(
        results.flatMap(({ rule, findings }) =>
          findings.map((finding) => [keyOf(rule, finding.subject), { rule, ...finding }] as const),
        ),
      );
      const opened: AnomalyEntity[] = [];
      for (const [key, finding] of found) {
        const known = open.find(({ rule, subject }) => keyOf(rule, subject) === key);
        if (known === undefined) {
          opened.push(...(await this.open(manager, finding)));
        } else {
          await manager.update(AnomalyEntity, { id: known.id }, { ...columnsOf(finding), lastSeenAt: () => 'now()' });
        }
      }
      const closed = open.filter(({ rule, subject }) => !found.has(keyOf(rule, subject)));
      if (closed.length > 0) {
        await manager.update(AnomalyEntity, { id: In(closed.map(({ id }) => id)) }, { closedAt: () => 'now()' });
      }
      if (notify) {
        await this.announce(manager, opened, 'anomaly.opened');
        await this.announce(manager, closed, 'anomaly.closed');
      }
      await this.outbox.publish('anomaly.opened', opened.map(payloadOf), manager);
      await this.outbox.publish('anomaly.closed', closed.map(payloadOf), manager);
      for (const [rule, event] of Object.entries(EVENT_BY_RULE)) {
        const own = opened.filter((anomaly) => anomaly.rule === rule);
        await this.outbox.publish(event, own.map(payloadOf), manager);
      }
      return { opened, closed };
    });
  }

  /** Critical ones first, then by age. */
  allOpen(): Promise<AnomalyEntity[]> {
    return this.rows.find({ where: { closedAt: IsNull() }, order: { severity: 'ASC', openedAt: 'ASC' }, take: 500 });
  }

  /** Anomalies that were open at any moment of the last `hours`, newest first, with their number. */
  async since(hours: number, limit: number): Promise<{ anomalies: AnomalyEntity[]; total: number }> {
    const [anomalies, total] = await this.rows
      .createQueryBuilder('anomaly')
      .where(
        `anomaly.closed_at IS NULL OR anomaly.last_seen_at > now() - :hours * interval '1 hour'
         OR anomaly.closed_at > now() - :hours * interval '1 hour'`,
        { hours },
      )
      .orderBy('anomaly.openedAt', 'DESC')
      .addOrderBy('anomaly.id', 'DESC')
      .take(limit)
      .getManyAndCount();
    return { anomalies, total };
  }

  /** Removes anomalies that were closed earlier than that. */
  async expire(days: number): Promise<void> {
    await this.rows
      .createQueryBuilder()
      .delete()
      .where(`closed_at < now() - :days * interval '1 day'`, { days })
      .execute();
  }

  /** Nothing when another process has opened it a moment ago. */
  private async open(manager: EntityManager, finding: Finding & { rule: string }): Promise<AnomalyEntity[]> {
    const { identifiers } = await manager
      .createQueryBuilder()
      .insert()
      .into(AnomalyEntity)
      .values(columnsOf(finding))
      .orIgnore()
      .execute();
    const ids = identifiers.filter(Boolean).map(({ id }) => String(id));
    return ids.length === 0 ? [] : manager.findBy(AnomalyEntity, { id: In(ids) });
  }

  private async announce(
    manager: EntityManager,
    anomalies: readonly AnomalyEntity[],
    event: WebhookDeliveryEntity['event'],
  ): Promise<void> {
    if (anomalies.length > 0) {
      await manager.insert(
        WebhookDeliveryEntity,
        anomalies.map(({ id }) => ({ anomalyId: id, event })),
      );
    }
  }
}

function payloadOf({ id, rule, subject, severity, messageZh, messageEn, details }: AnomalyEntity): EventPayload {
  const message = { zh: messageZh, en: messageEn } satisfies ByLanguage<string>;
  return { anomaly_id: id, rule, subject, severity, message, details };
}

function columnsOf({ rule, subject, severity, zh, en, details }: Finding & { rule: string }) {
  return { rule, subject: subject.slice(0, 200), severity, messageZh: zh, messageEn: en, details: details as never };
}

function keyOf(rule: string, subject: string): string {
  return `${rule}\0${subject.slice(0, 200)}`;
}
