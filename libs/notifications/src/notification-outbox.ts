import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import type { EventKind, EventPayload } from './event-kinds.js';

/** Puts events on their way to the targets that subscribe to them. */
@Injectable()
export class NotificationOutbox {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @param manager the transaction of what is told: both happen, or neither does */
  async publish(event: EventKind, payloads: readonly EventPayload[], manager?: EntityManager): Promise<void> {
    if (payloads.length > 0) {
      await (manager ?? this.dataSource).query(
        `INSERT INTO data_pipeline_notification_deliveries (target_id, event, payload)
         SELECT t.target_id, $1, told.payload
           FROM unnest($2::jsonb[]) WITH ORDINALITY AS told (payload, position)
           JOIN data_pipeline_notification_targets AS t ON t.enabled AND t.events ? $1
          ORDER BY told.position`,
        [event, payloads.map((payload) => JSON.stringify(payload))],
      );
    }
  }
}
