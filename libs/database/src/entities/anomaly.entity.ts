import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { JsonObject } from '#libs/pipeline';

export const ANOMALY_SEVERITIES = ['warning', 'critical'] as const;
export type AnomalySeverity = (typeof ANOMALY_SEVERITIES)[number];

/** A problem that a rule found, from its first to its last observation. */
@Entity('data_pipeline_anomalies')
@Check('chk_anomaly_severity', `severity IN ('warning', 'critical')`)
@Index('uq_anomalies_open', ['rule', 'subject'], { unique: true, where: 'closed_at IS NULL' })
@Index('idx_anomalies_last_seen', ['lastSeenAt'])
export class AnomalyEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'pk_data_pipeline_anomalies',
  })
  id!: string;

  @Column('varchar', { length: 50 })
  rule!: string;

  /** The affected process, queue, execution or task. */
  @Column('varchar', { length: 200 })
  subject!: string;

  @Column('varchar', { length: 10 })
  severity!: AnomalySeverity;

  @Column('text', { name: 'message_zh' })
  messageZh!: string;

  @Column('text', { name: 'message_en' })
  messageEn!: string;

  @Column('jsonb')
  details!: JsonObject;

  @Column('timestamptz', { name: 'opened_at', default: () => 'now()' })
  openedAt!: Date;

  @Column('timestamptz', { name: 'last_seen_at', default: () => 'now()' })
  lastSeenAt!: Date;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;
}
