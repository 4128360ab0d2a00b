import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Work that one process at a time does for the whole installation: the process that advances `takenAt` has the turn. */
@Entity('data_pipeline_monitor_turns')
export class MonitorTurnEntity {
  @PrimaryColumn('varchar', { length: 30, primaryKeyConstraintName: 'pk_data_pipeline_monitor_turns' })
  work!: string;

  @Column('timestamptz', { name: 'taken_at' })
  takenAt!: Date;
}
