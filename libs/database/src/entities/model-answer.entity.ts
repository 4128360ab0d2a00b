import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The stored answer of a language model to a prompt, which is paid once. */
@Entity('data_pipeline_model_answers')
@Index('idx_model_answers_last_used_at', ['lastUsedAt'])
export class ModelAnswerEntity {
  /** SHA-256 over the model, its parameters and the prompt. */
  @PrimaryColumn('bytea', { name: 'answer_key', primaryKeyConstraintName: 'pk_data_pipeline_model_answers' })
  answerKey!: Buffer;

  @Column('varchar', { length: 300 })
  model!: string;

  @Column('text')
  answer!: string;

  @Column('integer', { name: 'prompt_tokens' })
  promptTokens!: number;

  @Column('integer', { name: 'completion_tokens' })
  completionTokens!: number;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  /** To the day: reading does not write a row each time. */
  @Column('timestamptz', { name: 'last_used_at', default: () => 'now()' })
  lastUsedAt!: Date;
}
