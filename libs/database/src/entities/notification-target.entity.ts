import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** Where notifications go: address and secret are sealed, because both give access. */
@Entity('data_pipeline_notification_targets')
@Unique('uq_notification_targets_name', ['name'])
export class NotificationTargetEntity {
  @PrimaryColumn('uuid', {
    name: 'target_id',
    primaryKeyConstraintName: 'pk_data_pipeline_notification_targets',
  })
  targetId!: string;

  @Column('varchar', { length: 100 })
  name!: string;

  @Column('varchar', { length: 20 })
  kind!: string;

  /** Kinds of events. */
  @Column('jsonb')
  events!: string[];

  @Column('varchar', { length: 10 })
  language!: string;

  /** Host of the address, to be shown. */
  @Column('varchar', { length: 255 })
  host!: string;

  /** `{url, secret}`, encrypted under SECRET_KEY. */
  @Column('text')
  sealed!: string;

  @Column('boolean', { default: true })
  enabled!: boolean;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  /** One process at a time delivers to a target, so that its events keep their order. */
  @Column('uuid', { nullable: true })
  lease!: string | null;

  @Column('timestamptz', { name: 'lease_until', nullable: true })
  leaseUntil!: Date | null;
}
