import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A request to a model of the last minute, or one that is under way until `endsAt` at the latest. */
@Entity('data_pipeline_model_calls')
@Index('idx_model_calls_started_at', ['model', 'startedAt'])
export class ModelCallEntity {
  @PrimaryColumn('uuid', { name: 'call_id', primaryKeyConstraintName: 'pk_data_pipeline_model_calls' })
  callId!: string;

  @Column('varchar', { length: 300 })
  model!: string;

  /** Expected, then used. */
  @Column('integer')
  tokens!: number;

  @Column('timestamptz', { name: 'started_at', default: () => 'now()' })
  startedAt!: Date;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt!: Date;
}
