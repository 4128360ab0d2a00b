import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Message } from '#libs/language';

/** A process as it reports itself. */
@Entity('data_pipeline_processes')
export class ProcessEntity {
  @PrimaryColumn('varchar', {
    name: 'process_id',
    length: 100,
    primaryKeyConstraintName: 'pk_data_pipeline_processes',
  })
  processId!: string;

  @Column('varchar', { length: 20 })
  role!: 'api' | 'worker';

  /** Of the product. */
  @Column('varchar', { length: 50 })
  version!: string;

  /** The newest contract of jobs that it knows. */
  @Column('int', { name: 'job_contract' })
  jobContract!: number;

  /** Why it takes no jobs, or not all. */
  @Column('jsonb', { nullable: true })
  refusal!: Message | null;

  /** How much the clock of PostgreSQL is ahead of that of the process. */
  @Column('double precision', { name: 'clock_offset_ms', nullable: true })
  clockOffsetMs!: number | null;

  @Column('timestamptz', { name: 'seen_at', default: () => 'now()' })
  seenAt!: Date;
}
