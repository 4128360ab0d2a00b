import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { StepName } from '#libs/pipeline';

/**
 * Files of a task that are being changed. The row is committed before the first file is touched, and removed with the
 * last record: while it is there, the files and their records may differ.
 */
@Entity('data_pipeline_file_changes')
@Index('idx_file_changes_task_id', ['taskId'])
export class FileChangeEntity {
  @PrimaryColumn('uuid', { name: 'change_id', primaryKeyConstraintName: 'pk_data_pipeline_file_changes' })
  changeId!: string;

  /** Not a foreign key: a change is announced before its task is locked. */
  @Column('varchar', { name: 'task_id', length: 64 })
  taskId!: string;

  /** The execution that changes them, which also has staged files; null for a request. */
  @Column('varchar', { name: 'execution_id', length: 160, nullable: true })
  executionId!: string | null;

  @Column('varchar', { name: 'step_name', length: 50, nullable: true })
  stepName!: StepName | null;

  @Column('jsonb', { name: 'file_names' })
  fileNames!: string[];

  @Column('timestamptz', { name: 'announced_at', default: () => 'now()' })
  announcedAt!: Date;
}
