import { Check, Column, CreateDateColumn, Entity, Index, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import type { Message } from '#libs/language';
import type { TaskParameters } from '#libs/pipeline';

export const TASK_STATUSES = [
  'pending',
  'in_progress',
  'partial_completed',
  'completed',
  'failed',
  'cancelled',
] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** One task: the tables to document, its parameters and its state. */
@Entity('data_pipeline_tasks')
@Check(
  'chk_task_status',
  `status IN ('pending', 'in_progress', 'partial_completed', 'completed', 'failed', 'cancelled')`,
)
@Check('chk_task_type', `task_type IN ('data_workflow', 'complete_workflow')`)
@Check('chk_task_created_by', `created_by IN ('api', 'manual', 'system')`)
export class TaskEntity {
  /** `task_YYYYMMDD_HHMMSS`, with `_2`, `_3`, … where that was taken. */
  @PrimaryColumn('varchar', { name: 'task_id', length: 64, primaryKeyConstraintName: 'pk_data_pipeline_tasks' })
  taskId!: string;

  @Column('varchar', { name: 'task_name', length: 255, nullable: true })
  taskName!: string | null;

  @Column('varchar', { name: 'task_type', length: 50, default: 'data_workflow' })
  taskType!: string;

  /**
   * `in_progress` is the claim: it is taken by a conditional update. Every other value is the roll-up of the
   * executions, written by the transaction that ends one.
   */
  @Column('varchar', { length: 20, default: 'pending' })
  @Index('idx_tasks_status')
  status!: TaskStatus;

  @Column('jsonb')
  parameters!: TaskParameters;

  /** Items of the table list as given; null while the task still waits for its list. */
  @Column('jsonb', { name: 'table_list', nullable: true })
  tableList!: string[] | null;

  /** When its list was replaced; null for the list that it was created with. */
  @Column('timestamptz', { name: 'table_list_at', nullable: true })
  tableListAt!: Date | null;

  /** The run that holds or last held the claim; its executions carry the same id. */
  @Column('uuid', { name: 'run_id', nullable: true })
  runId!: string | null;

  @Column('timestamptz', { name: 'cancel_requested_at', nullable: true })
  cancelRequestedAt!: Date | null;

  @Column('text', { name: 'error_message', nullable: true })
  errorMessage!: string | null;

  /** The same as code and parameters; null for tasks that ended under an earlier version. */
  @Column('jsonb', { nullable: true })
  error!: Message | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  @Index('idx_tasks_created_at')
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'completed_at', nullable: true })
  completedAt!: Date | null;

  @Column('varchar', { name: 'created_by', length: 50, default: 'api' })
  @Index('idx_tasks_created_by')
  createdBy!: string;

  /** Name of the key that created it; null for tasks older than named keys. */
  @Column('varchar', { name: 'by_user', length: 100, nullable: true })
  byUser!: string | null;

  @Column('text', { name: 'output_directory' })
  outputDirectory!: string;

  /** When its folder was deleted while this row was kept; null while the folder exists. */
  @Column('timestamptz', { name: 'files_deleted_at', nullable: true })
  filesDeletedAt!: Date | null;

  @Column('varchar', { name: 'db_name', length: 100, nullable: true })
  @Index('idx_tasks_db_name')
  dbName!: string | null;

  /** `Idempotency-Key` of the request that created the task, and the hash of its body. */
  @Column('varchar', { name: 'idempotency_key', length: 200, nullable: true })
  @Index('uq_tasks_idempotency_key', { unique: true })
  idempotencyKey!: string | null;

  @Column('varchar', { name: 'idempotency_hash', length: 64, nullable: true })
  idempotencyHash!: string | null;
}
