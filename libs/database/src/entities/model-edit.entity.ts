import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { TaskEntity } from './task.entity.js';

/** `add` writes a join that was not there, `undo` takes an earlier edit back. */
export const MODEL_EDIT_ACTIONS = ['edit', 'add', 'undo'] as const;
export type ModelEditAction = (typeof MODEL_EDIT_ACTIONS)[number];

export const MODEL_EDIT_PARTS = ['table', 'column', 'relationship', 'metric'] as const;
export type ModelEditPart = (typeof MODEL_EDIT_PARTS)[number];

/** A statement of `semantic_model.yaml` before and after an edit; an absent part is absent in the file. */
export interface ModelEditChange {
  readonly key: string;
  readonly before: { readonly value?: unknown; readonly evidence?: unknown };
  readonly after: { readonly value?: unknown; readonly evidence?: unknown };
}

/** One edit of a person to the semantic model of a task. The file has its outcome; the row has its author and the way back. */
@Entity('data_pipeline_model_edits')
@Check('chk_model_edit_action', `action IN ('edit', 'add', 'undo')`)
@Check('chk_model_edit_part', `part IN ('table', 'column', 'relationship', 'metric')`)
@Index('idx_model_edits_item', ['taskId', 'tableName'])
export class ModelEditEntity {
  @PrimaryColumn('varchar', { name: 'task_id', length: 64, primaryKeyConstraintName: 'pk_data_pipeline_model_edits' })
  taskId!: string;

  @ManyToOne(() => TaskEntity, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'task_id', foreignKeyConstraintName: 'fk_model_edits_task' })
  task?: Relation<TaskEntity>;

  /** From 1, without gaps. */
  @PrimaryColumn('int', { primaryKeyConstraintName: 'pk_data_pipeline_model_edits' })
  number!: number;

  @Column('varchar', { length: 20 })
  action!: ModelEditAction;

  @Column('varchar', { length: 20 })
  part!: ModelEditPart;

  /** `schema.table`: the table itself, that of the column, the one that a join starts from, that of a metric. */
  @Column('text', { name: 'table_name' })
  tableName!: string;

  /** Of the column, join or metric; null for a table. */
  @Column('text', { name: 'item_name', nullable: true })
  itemName!: string | null;

  @Column('jsonb')
  changes!: readonly ModelEditChange[];

  /** SHA-256 of `schema_state.json` at the edit: with another one, a later run has derived the statements again. */
  @Column('varchar', { length: 64, nullable: true })
  base!: string | null;

  /** Name of the key. */
  @Column('varchar', { name: 'by_user', length: 120 })
  byUser!: string;

  @Column('timestamptz', { default: () => 'now()' })
  at!: Date;

  /** The number of the edit that an `undo` took back. */
  @Column('int', { nullable: true })
  undoes!: number | null;
}
