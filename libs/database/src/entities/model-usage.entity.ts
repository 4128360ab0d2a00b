import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { TaskEntity } from './task.entity.js';

const PRIMARY_KEY = 'pk_data_pipeline_model_usage';
const count = { to: (value: number) => value, from: (value: string) => Number(value) };

/** Usage of one model by one step of one task, over all runs, or by one evaluation. */
@Entity('data_pipeline_model_usage')
export class ModelUsageEntity {
  @PrimaryColumn('varchar', { name: 'task_id', length: 64, primaryKeyConstraintName: PRIMARY_KEY })
  taskId!: string;

  @ManyToOne(() => TaskEntity, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'task_id', foreignKeyConstraintName: 'fk_model_usage_task' })
  task?: Relation<TaskEntity>;

  /** Name of the step, or id of the evaluation. */
  @PrimaryColumn('varchar', { name: 'step_name', length: 50, primaryKeyConstraintName: PRIMARY_KEY })
  step!: string;

  @PrimaryColumn('varchar', { length: 300, primaryKeyConstraintName: PRIMARY_KEY })
  model!: string;

  /** Answered and paid. */
  @Column('integer', { default: 0 })
  requests!: number;

  /** Known already: nothing was asked and nothing paid. */
  @Column('integer', { name: 'cached_answers', default: 0 })
  cachedAnswers!: number;

  /** Requests for which the endpoint did not report tokens. */
  @Column('integer', { name: 'estimated_requests', default: 0 })
  estimatedRequests!: number;

  @Column('bigint', { name: 'prompt_tokens', default: 0, transformer: count })
  promptTokens!: number;

  @Column('bigint', { name: 'completion_tokens', default: 0, transformer: count })
  completionTokens!: number;

  /** In the currency of the configured prices; null where none was configured. */
  @Column('numeric', {
    precision: 20,
    scale: 8,
    nullable: true,
    transformer: {
      to: (cost: number | null) => cost,
      from: (cost: string | null) => (cost === null ? null : Number(cost)),
    },
  })
  cost!: number | null;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
