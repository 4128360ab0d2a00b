import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { NotificationTargetEntity } from './notification-target.entity.js';

/** One event on its way to one target. The row is made in the transaction of the event (transactional outbox). */
@Entity('data_pipeline_notification_deliveries')
@Index('idx_notification_deliveries_due', ['targetId', 'nextAttemptAt'], { where: 'next_attempt_at IS NOT NULL' })
@Index('idx_notification_deliveries_created_at', ['createdAt'])
export class NotificationDeliveryEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'pk_data_pipeline_notification_deliveries',
  })
  id!: string;

  @Column('uuid', { name: 'target_id' })
  targetId!: string;

  @ManyToOne(() => NotificationTargetEntity, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'target_id', foreignKeyConstraintName: 'fk_notification_deliveries_target' })
  target?: Relation<NotificationTargetEntity>;

  @Column('varchar', { length: 50 })
  event!: string;

  @Column('jsonb')
  payload!: Record<string, unknown>;

  @Column('int', { default: 0 })
  attempts!: number;

  /** Null once it was delivered or given up. */
  @Column('timestamptz', { name: 'next_attempt_at', nullable: true, default: () => 'now()' })
  nextAttemptAt!: Date | null;

  @Column('timestamptz', { name: 'delivered_at', nullable: true })
  deliveredAt!: Date | null;

  /** When it was given up. */
  @Column('timestamptz', { name: 'dead_at', nullable: true })
  deadAt!: Date | null;

  @Column('text', { name: 'last_error', nullable: true })
  lastError!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
