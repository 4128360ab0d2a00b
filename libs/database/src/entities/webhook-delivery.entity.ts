import {
  Check,
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  Unique,
  type Relation,
} from 'typeorm';
import { AnomalyEntity } from './anomaly.entity.js';

/** One event of an anomaly on its way to the webhook. The row is made in the transaction that changes the anomaly. */
@Entity('data_pipeline_webhook_deliveries')
@Unique('uq_deliveries_anomaly_event', ['anomalyId', 'event'])
@Check('chk_delivery_event', `event IN ('anomaly.opened', 'anomaly.closed')`)
@Index('idx_deliveries_due', ['nextAttemptAt'], { where: 'next_attempt_at IS NOT NULL' })
export class WebhookDeliveryEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'pk_data_pipeline_webhook_deliveries',
  })
  id!: string;

  @Column('bigint', { name: 'anomaly_id' })
  anomalyId!: string;

  @ManyToOne(() => AnomalyEntity, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'anomaly_id', foreignKeyConstraintName: 'fk_deliveries_anomaly' })
  anomaly?: Relation<AnomalyEntity>;

  @Column('varchar', { length: 30 })
  event!: 'anomaly.opened' | 'anomaly.closed';

  @Column('int', { default: 0 })
  attempts!: number;

  /** Null once it was delivered or given up. */
  @Column('timestamptz', { name: 'next_attempt_at', nullable: true, default: () => 'now()' })
  nextAttemptAt!: Date | null;

  @Column('timestamptz', { name: 'delivered_at', nullable: true })
  deliveredAt!: Date | null;

  @Column('text', { name: 'last_error', nullable: true })
  lastError!: string | null;
}
