import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { Text } from '#libs/language';
import type { JsonObject } from '#libs/pipeline';
import { OperationEntity } from './operation.entity.js';
import { QuestionSetEntity } from './question-set.entity.js';
import { TaskEntity } from './task.entity.js';

/** Why an evaluation failed, in every language. */
export interface EvaluationError extends Text {
  readonly code: string;
}

/** A measurement of a task with a set of questions: an operation, or a part of a step. */
@Entity('data_pipeline_evaluations')
@Check('chk_evaluation_status', `status IN ('pending', 'running', 'completed', 'failed', 'cancelled')`)
@Check('chk_evaluation_phase', `phase IN ('loaded', 'candidate')`)
@Index('idx_evaluations_task_id', ['taskId', 'createdAt'])
@Index('idx_evaluations_database', ['databaseName', 'createdAt'])
@Index('idx_evaluations_open', ['heartbeatAt'], { where: `status IN ('pending', 'running')` })
export class EvaluationEntity extends OperationEntity {
  /** The id of its job too. That of a step is made of the id of its execution. */
  @PrimaryColumn('varchar', {
    name: 'evaluation_id',
    length: 200,
    primaryKeyConstraintName: 'pk_data_pipeline_evaluations',
  })
  evaluationId!: string;

  @Column('varchar', { name: 'task_id', length: 64 })
  taskId!: string;

  @ManyToOne(() => TaskEntity, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'task_id', foreignKeyConstraintName: 'fk_evaluations_task' })
  task?: Relation<TaskEntity>;

  @Column('varchar', { name: 'set_id', length: 64 })
  setId!: string;

  @ManyToOne(() => QuestionSetEntity, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'set_id', foreignKeyConstraintName: 'fk_evaluations_set' })
  set?: Relation<QuestionSetEntity>;

  /** The execution of the step that made it, and that holds the lease for it; null: an operation of its own. */
  @Column('varchar', { name: 'execution_id', length: 160, nullable: true })
  executionId!: string | null;

  @Column('varchar', { name: 'database_name', length: 63 })
  databaseName!: string;

  /** `candidate`: the files of the task before they are loaded. */
  @Column('varchar', { length: 20, default: 'loaded' })
  phase!: 'loaded' | 'candidate';

  @Column('varchar', { length: 20, default: 'retrieval' })
  level!: 'retrieval' | 'answers';

  @Column('jsonb')
  arms!: string[];

  /** Budget, gate, number of results and the like. */
  @Column('jsonb')
  parameters!: JsonObject;

  @Column('jsonb', { nullable: true })
  progress!: JsonObject | null;

  @Column('jsonb', { nullable: true })
  summary!: JsonObject | null;

  @Column('jsonb', { nullable: true })
  error!: EvaluationError | null;

  @Column('timestamptz', { name: 'cancel_requested_at', nullable: true })
  cancelRequestedAt!: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
