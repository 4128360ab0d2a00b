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
import type { StepName } from '#libs/pipeline';
import { ExecutionEntity } from './execution.entity.js';
import { TaskEntity } from './task.entity.js';

export const FILE_TYPES = ['ddl', 'markdown', 'json', 'log', 'text', 'sql', 'csv', 'other'] as const;
export type FileType = (typeof FILE_TYPES)[number];

/** One published file of a task. The row is written after the file is complete under its final name. */
@Entity('data_pipeline_task_outputs')
@Unique('uq_outputs_task_file', ['taskId', 'fileName'])
@Check('chk_file_type', `file_type IN ('ddl', 'markdown', 'json', 'log', 'text', 'sql', 'csv', 'other')`)
@Check('chk_file_size_not_negative', `file_size >= 0`)
@Index('idx_outputs_execution_id', ['executionId'])
export class TaskOutputEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'pk_data_pipeline_task_outputs',
  })
  id!: string;

  @Column('varchar', { name: 'task_id', length: 64 })
  taskId!: string;

  @ManyToOne(() => TaskEntity, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'task_id', foreignKeyConstraintName: 'fk_outputs_task' })
  task?: Relation<TaskEntity>;

  @Column('varchar', { name: 'execution_id', length: 160, nullable: true })
  executionId!: string | null;

  @ManyToOne(() => ExecutionEntity, { onDelete: 'SET NULL', nullable: true })
  @JoinColumn({
    name: 'execution_id',
    referencedColumnName: 'executionId',
    foreignKeyConstraintName: 'fk_outputs_execution',
  })
  execution?: Relation<ExecutionEntity> | null;

  /** The step whose re-run replaces this file; null for files that no step wrote. */
  @Column('varchar', { name: 'step_name', length: 50, nullable: true })
  stepName!: StepName | null;

  /** Path inside the task's folder, with `/` between folders. */
  @Column('text', { name: 'file_name' })
  fileName!: string;

  @Column('varchar', { name: 'file_type', length: 50 })
  fileType!: FileType;

  /** Bytes. */
  @Column('bigint', {
    name: 'file_size',
    transformer: { to: (size: number) => size, from: (size: string) => Number(size) },
  })
  fileSize!: number;

  /** SHA-256, hexadecimal. */
  @Column('varchar', { name: 'content_hash', length: 64 })
  contentHash!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('boolean', { name: 'is_primary', default: false })
  isPrimary!: boolean;

  @Column('boolean', { name: 'is_downloadable', default: true })
  isDownloadable!: boolean;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'modified_at', default: () => 'now()' })
  modifiedAt!: Date;
}
