import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { JsonObject, JsonValue } from '#libs/pipeline';
import { EvaluationEntity } from './evaluation.entity.js';

/** The result of a question. It is written once, so that an evaluation that begins again asks no question twice. */
@Entity('data_pipeline_evaluation_results')
export class EvaluationResultEntity {
  @PrimaryColumn('varchar', {
    name: 'evaluation_id',
    length: 200,
    primaryKeyConstraintName: 'pk_data_pipeline_evaluation_results',
  })
  evaluationId!: string;

  @ManyToOne(() => EvaluationEntity, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'evaluation_id', foreignKeyConstraintName: 'fk_evaluation_results_evaluation' })
  evaluation?: Relation<EvaluationEntity>;

  /** Of the question in its set. */
  @PrimaryColumn('int', { primaryKeyConstraintName: 'pk_data_pipeline_evaluation_results' })
  position!: number;

  @Column('varchar', { name: 'question_id', length: 200 })
  questionId!: string;

  @Column('text')
  question!: string;

  /** `counted`, `leaked` or `unusable`. */
  @Column('varchar', { length: 20 })
  status!: string;

  @Column('text', { nullable: true })
  note!: string | null;

  /** `open` or `kept`. */
  @Column('varchar', { length: 10 })
  half!: string;

  /** By arm. */
  @Column('jsonb')
  retrieval!: JsonObject;

  /** By arm; null without the level of answers. */
  @Column('jsonb', { nullable: true })
  answers!: JsonObject | null;

  @Column('jsonb')
  causes!: JsonValue[];
}
