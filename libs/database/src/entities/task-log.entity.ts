import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import type { Message } from '#libs/language';
import type { StepName } from '#libs/pipeline';
import { ExecutionEntity } from './execution.entity.js';
import { TaskEntity } from './task.entity.js';

export const LOG_LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One line of a task's log. */
@Entity('data_pipeline_task_logs')
@Check('chk_log_level', `log_level IN ('DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL')`)
@Index('idx_logs_task_id', ['taskId', 'id'])
@Index('idx_logs_execution_id', ['executionId'])
@Index('idx_logs_timestamp', ['timestamp'])
export class TaskLogEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'pk_data_pipeline_task_logs',
  })
  id!: string;

  @Column('varchar', { name: 'task_id', length: 64 })
  taskId!: string;

  @ManyToOne(() => TaskEntity, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'task_id', foreignKeyConstraintName: 'fk_logs_task' })
  task?: Relation<TaskEntity>;

  @Column('varchar', { name: 'execution_id', length: 160, nullable: true })
  executionId!: string | null;

  @ManyToOne(() => ExecutionEntity, { onDelete: 'SET NULL', nullable: true })
  @JoinColumn({
    name: 'execution_id',
    referencedColumnName: 'executionId',
    foreignKeyConstraintName: 'fk_logs_execution',
  })
  execution?: Relation<ExecutionEntity> | null;

  @Column('uuid', { name: 'run_id', nullable: true })
  runId!: string | null;

  @Column('varchar', { name: 'log_level', length: 10 })
  level!: LogLevel;

  /** The sentence in the language of the task, as in its log file. */
  @Column('text')
  message!: string;

  /** The same as code and parameters; null for entries of earlier versions. */
  @Column('jsonb', { nullable: true })
  text!: Message | null;

  @Column('varchar', { name: 'step_name', length: 50, nullable: true })
  stepName!: StepName | null;

  /** The component that logs; the logger name in `data_pipeline.log`. */
  @Column('varchar', { name: 'module_name', length: 100 })
  moduleName!: string;

  @Column('timestamptz', { default: () => 'now()' })
  timestamp!: Date;

  @Column('jsonb', { name: 'extra_data', nullable: true })
  extraData!: Record<string, unknown> | null;
}
