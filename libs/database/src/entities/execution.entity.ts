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
import type { Message } from '#libs/language';
import { STEP_NAMES, type RunOptions, type StepName } from '#libs/pipeline';
import { OPERATION_STATUSES, OperationEntity, type OperationStatus } from './operation.entity.js';
import { TaskEntity } from './task.entity.js';

/** What a run was asked to do: all enabled steps, one step, or what is not completed or stale. */
export const RUN_MODES = ['complete', 'step', 'resume'] as const;
export type RunMode = (typeof RUN_MODES)[number];

/** The models that a step worked with; null: none. */
export interface StepModels {
  readonly chat?: string | null;
  readonly embedder?: string | null;
}

export const EXECUTION_STATUSES = OPERATION_STATUSES;
export type ExecutionStatus = OperationStatus;

/** How far a running step is: `done` of `total` units. */
export interface ExecutionProgress {
  readonly done: number;
  readonly total: number;
  readonly label: string | null;
}

/** One run of one step. A row that never started is removed when its run ends early. */
@Entity('data_pipeline_task_executions')
@Unique('uq_executions_execution_id', ['executionId'])
@Unique('uq_executions_run_step', ['runId', 'step'])
@Check('chk_execution_status', `status IN ('pending', 'running', 'completed', 'failed', 'cancelled')`)
@Check('chk_execution_step', `execution_step IN (${STEP_NAMES.map((step) => `'${step}'`).join(', ')})`)
@Check('chk_duration_not_negative', `duration_seconds IS NULL OR duration_seconds >= 0`)
@Index('idx_executions_task_step_id', ['taskId', 'step', 'id'])
@Index('uq_executions_one_running', ['taskId'], { unique: true, where: `status = 'running'` })
@Index('idx_executions_completed_at', ['completedAt'])
@Index('idx_executions_open', ['heartbeatAt'], { where: `status IN ('pending', 'running')` })
export class ExecutionEntity extends OperationEntity {
  /** Ascending in the order of the requests. */
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'pk_data_pipeline_task_executions',
  })
  id!: string;

  /** `{task_id}_step_{step}_exec_{YYYYMMDD_HHMMSS}`, with `_2`, `_3`, … where that was taken; the id of its job too. */
  @Column('varchar', { name: 'execution_id', length: 160 })
  executionId!: string;

  @Column('varchar', { name: 'task_id', length: 64 })
  taskId!: string;

  @ManyToOne(() => TaskEntity, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'task_id', foreignKeyConstraintName: 'fk_executions_task' })
  task?: Relation<TaskEntity>;

  @Column('uuid', { name: 'run_id' })
  runId!: string;

  @Column('varchar', { name: 'execution_step', length: 50 })
  step!: StepName;

  /** Of its run; null for runs of earlier versions. */
  @Column('varchar', { name: 'run_mode', length: 20, nullable: true })
  runMode!: RunMode | null;

  /** Name of the key that asked for its run, or `schedule`; null without keys. */
  @Column('varchar', { name: 'requested_by', length: 100, nullable: true })
  requestedBy!: string | null;

  /** Time of the run request: used in file names, the same for every delivery of the job. */
  @Column('timestamptz', { name: 'requested_at', default: () => 'now()' })
  requestedAt!: Date;

  @Column('double precision', { name: 'duration_seconds', nullable: true })
  durationSeconds!: number | null;

  @Column('text', { name: 'error_message', nullable: true })
  errorMessage!: string | null;

  /** The error as code and parameters; `errorMessage` is its sentence in the language of the task. */
  @Column('jsonb', { nullable: true })
  error!: Message | null;

  @Column('varchar', { name: 'error_code', length: 100, nullable: true })
  errorCode!: string | null;

  @Column('jsonb', { name: 'execution_result', nullable: true })
  result!: Record<string, unknown> | null;

  @Column('jsonb', { nullable: true })
  progress!: ExecutionProgress | null;

  @Column('boolean', { name: 'force_executed', default: false })
  forceExecuted!: boolean;

  @Column('boolean', { name: 'files_cleaned', default: false })
  filesCleaned!: boolean;

  /** What its run was asked to do beyond its steps; null: nothing. */
  @Column('jsonb', { nullable: true })
  options!: RunOptions | null;

  /** Null while it runs, and for executions of earlier versions. */
  @Column('jsonb', { nullable: true })
  models!: StepModels | null;

  /** When something that it had read was made again, or what it had loaded was removed; null while it is fresh. */
  @Column('timestamptz', { name: 'stale_at', nullable: true })
  staleAt!: Date | null;

  @Column('jsonb', { name: 'stale_reason', nullable: true })
  staleReason!: Message | null;

  /** The outputs of this execution were removed by a later clean run of an earlier step: it no longer counts. */
  @Column('boolean', { default: false })
  superseded!: boolean;
}
