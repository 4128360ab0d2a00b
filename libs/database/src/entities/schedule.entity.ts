import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { TaskEntity } from './task.entity.js';

/** When a task runs again by itself. The queue's scheduler is made from this row, never the other way round. */
@Entity('data_pipeline_task_schedules')
export class ScheduleEntity {
  @PrimaryColumn('varchar', {
    name: 'task_id',
    length: 64,
    primaryKeyConstraintName: 'pk_data_pipeline_task_schedules',
  })
  taskId!: string;

  @OneToOne(() => TaskEntity, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'task_id', foreignKeyConstraintName: 'fk_schedules_task' })
  task?: Relation<TaskEntity>;

  /** Five fields: minute, hour, day of month, month, day of week. */
  @Column('varchar', { length: 200 })
  cron!: string;

  /** IANA zone in which the expression is read. */
  @Column('varchar', { name: 'time_zone', length: 100 })
  timeZone!: string;

  @Column('boolean', { name: 'clean_existing_files', default: false })
  cleanExistingFiles!: boolean;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'last_started_at', nullable: true })
  lastStartedAt!: Date | null;

  /** Code of the error that kept the newest turn from starting a run; null when it did start one. */
  @Column('varchar', { name: 'last_refusal', length: 100, nullable: true })
  lastRefusal!: string | null;
}
