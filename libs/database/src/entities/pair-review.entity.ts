import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { TaskEntity } from './task.entity.js';

/** `new` has no decision, or took it back. */
export const REVIEW_STATES = ['new', 'approved', 'rejected', 'needs_work'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

/** `decide` changes the state or the comment, `edit` also the pair, `undo` takes an earlier action back. */
export const REVIEW_ACTIONS = ['decide', 'edit', 'undo'] as const;
export type ReviewAction = (typeof REVIEW_ACTIONS)[number];

/** The texts that a person gave a pair, and those that they replaced. */
export interface PairEdit {
  readonly question: string;
  readonly sql: string;
  readonly base: { readonly question: string; readonly sql: string };
  /** It brings back what was made, after an undo: a run that makes another text is free to. */
  readonly restores?: true;
  /** What was proven about the statement when it was edited; absent where it was not. */
  readonly evidence?: Readonly<Record<string, unknown>>;
}

/** Digests of what a decision was about; see libs/pair-review. */
export interface PairFingerprint {
  readonly question: string;
  readonly sql: string;
  /** `schema.table` → its meaning; null where none was known. */
  readonly tables: Readonly<Record<string, string | null>>;
  /** `schema.table.column` → definition and meaning. */
  readonly columns: Readonly<Record<string, readonly [definition: string | null, meaning: string | null]>>;
  /** Joins between its tables, by name. */
  readonly joins: Readonly<Record<string, string>>;
}

/**
 * One action of a person on a pair. The row with the highest version is the state of the pair, the others are its history.
 * The key makes a second action on the same version fail.
 */
@Entity('data_pipeline_pair_reviews')
@Check('chk_pair_review_state', `state IN ('new', 'approved', 'rejected', 'needs_work')`)
@Check('chk_pair_review_action', `action IN ('decide', 'edit', 'undo')`)
@Index('idx_pair_reviews_by_user', ['taskId', 'byUser', 'at'])
@Index('idx_pair_reviews_batch', ['batchId'])
export class PairReviewEntity {
  @PrimaryColumn('varchar', { name: 'task_id', length: 64, primaryKeyConstraintName: 'pk_data_pipeline_pair_reviews' })
  taskId!: string;

  @ManyToOne(() => TaskEntity, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'task_id', foreignKeyConstraintName: 'fk_pair_reviews_task' })
  task?: Relation<TaskEntity>;

  @PrimaryColumn('varchar', { name: 'pair_id', length: 64, primaryKeyConstraintName: 'pk_data_pipeline_pair_reviews' })
  pairId!: string;

  /** From 1. */
  @PrimaryColumn('int', { primaryKeyConstraintName: 'pk_data_pipeline_pair_reviews' })
  version!: number;

  @Column('varchar', { length: 20 })
  action!: ReviewAction;

  @Column('varchar', { length: 20 })
  state!: ReviewState;

  @Column('text', { nullable: true })
  comment!: string | null;

  /** Null while the pair is as it was made. */
  @Column('jsonb', { nullable: true })
  edit!: PairEdit | null;

  /** The record of the pair after the action, without evidence and review: a run that does not make it again keeps it. */
  @Column('jsonb')
  pair!: Record<string, unknown>;

  @Column('jsonb')
  fingerprint!: PairFingerprint;

  /** Name of the key. */
  @Column('varchar', { name: 'by_user', length: 120 })
  byUser!: string;

  @Column('timestamptz', { default: () => 'now()' })
  at!: Date;

  /** Of the bulk action that it was part of. */
  @Column('uuid', { name: 'batch_id', nullable: true })
  batchId!: string | null;

  /** The version that an `undo` took back. */
  @Column('int', { nullable: true })
  undoes!: number | null;
}
