import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { QuestionSetEntity } from './question-set.entity.js';

/** A question of a set. */
@Entity('data_pipeline_questions')
export class QuestionEntity {
  @PrimaryColumn('varchar', { name: 'set_id', length: 64, primaryKeyConstraintName: 'pk_data_pipeline_questions' })
  setId!: string;

  @ManyToOne(() => QuestionSetEntity, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'set_id', foreignKeyConstraintName: 'fk_questions_set' })
  set?: Relation<QuestionSetEntity>;

  /** From 0. */
  @PrimaryColumn('int', { primaryKeyConstraintName: 'pk_data_pipeline_questions' })
  position!: number;

  /** Unique in its set. */
  @Column('varchar', { name: 'question_id', length: 200 })
  questionId!: string;

  @Column('text')
  question!: string;

  /** Any of them is right. */
  @Column('jsonb', { name: 'gold_sql' })
  goldSql!: string[];

  @Column('varchar', { length: 10, nullable: true })
  language!: string | null;

  @Column('varchar', { length: 20 })
  origin!: string;

  @Column('boolean', { default: false })
  unanswerable!: boolean;

  @Column('text', { nullable: true })
  hint!: string | null;
}
