import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { TaskEntity } from './task.entity.js';

/** Questions with the statements that answer them, for evaluations. */
@Entity('data_pipeline_question_sets')
@Index('idx_question_sets_created_at', ['createdAt'])
@Index('idx_question_sets_task_id', ['taskId'])
export class QuestionSetEntity {
  @PrimaryColumn('varchar', { name: 'set_id', length: 64, primaryKeyConstraintName: 'pk_data_pipeline_question_sets' })
  setId!: string;

  @Column('varchar', { length: 200 })
  name!: string;

  /** Where it comes from: `uploaded`, `held_out` or `log`. */
  @Column('varchar', { length: 20 })
  origin!: string;

  /** The task that it was made for; null: for a database. */
  @Column('varchar', { name: 'task_id', length: 64, nullable: true })
  taskId!: string | null;

  @ManyToOne(() => TaskEntity, { onDelete: 'CASCADE', nullable: true })
  @JoinColumn({ name: 'task_id', foreignKeyConstraintName: 'fk_question_sets_task' })
  task?: Relation<TaskEntity>;

  /** The business database that its statements were checked on. */
  @Column('varchar', { name: 'database_name', length: 63 })
  databaseName!: string;

  @Column('int', { name: 'question_count' })
  questionCount!: number;

  /** SHA-256 of its questions, hexadecimal. */
  @Column('varchar', { name: 'content_hash', length: 64 })
  contentHash!: string;

  @Column('varchar', { name: 'created_by', length: 100, nullable: true })
  createdBy!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
