import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Text } from '#libs/language';
import type { JsonObject } from '#libs/pipeline';
import { OPERATION_STATUSES, OperationEntity, type OperationStatus } from './operation.entity.js';

export const VECTOR_OPERATION_KINDS = ['backup', 'restore', 'verify', 'copy'] as const;
export type VectorOperationKind = (typeof VECTOR_OPERATION_KINDS)[number];

export const VECTOR_OPERATION_STATUSES = OPERATION_STATUSES;
export type VectorOperationStatus = OperationStatus;

/** Why an operation failed, in both languages; the kind decides the status of an answer. */
export interface VectorOperationError extends Text {
  readonly code: string;
  readonly kind: string;
  readonly shown: boolean;
  readonly details: JsonObject;
}

/** Progress that must survive a crash. */
export interface VectorOperationMilestone {
  /** Timestamp of the files that are this operation's. */
  readonly timestamp?: string;
  /** Set when the files are complete: the result, without the part that the transaction adds. */
  readonly result?: JsonObject;
  /** The rest has happened if this transaction was committed. */
  readonly transactionId?: string;
}

/** One backup, restore, verification or copy of a backup of the vector tables. Its job carries the id alone. */
@Entity('data_pipeline_vector_operations')
@Unique('uq_vector_operations_request_key', ['requestKey'])
@Check('chk_vector_operation_kind', `kind IN ('backup', 'restore', 'verify', 'copy')`)
@Check('chk_vector_operation_status', `status IN ('pending', 'running', 'completed', 'failed', 'cancelled')`)
@Index('idx_vector_operations_created_at', ['createdAt'])
@Index('idx_vector_operations_open', ['heartbeatAt'], { where: `status IN ('pending', 'running')` })
export class VectorOperationEntity extends OperationEntity {
  /** `vector_backup_YYYYMMDD_HHMMSS`, with `_2`, `_3`, … where that was taken; the id of its job too. */
  @PrimaryColumn('varchar', {
    name: 'operation_id',
    length: 64,
    primaryKeyConstraintName: 'pk_data_pipeline_vector_operations',
  })
  operationId!: string;

  @Column('varchar', { length: 20 })
  kind!: VectorOperationKind;

  /** The folder of this task holds the files; null: the folder of all. Not a foreign key: folders outlive their rows. */
  @Column('varchar', { name: 'task_id', length: 64, nullable: true })
  taskId!: string | null;

  /** As requested, without secrets. */
  @Column('jsonb')
  parameters!: JsonObject;

  /** `db_connection`, encrypted under SECRET_KEY; removed when the operation ends. */
  @Column('text', { name: 'connection_secret', nullable: true })
  connectionSecret!: string | null;

  /** Makes asking twice for the same thing ask once. */
  @Column('varchar', { name: 'request_key', length: 200, nullable: true })
  requestKey!: string | null;

  @Column('jsonb', { nullable: true })
  progress!: JsonObject | null;

  @Column('json', { nullable: true })
  milestone!: VectorOperationMilestone | null;

  /** `json`, which keeps the order of the keys: tables in the order of their backup. */
  @Column('json', { nullable: true })
  result!: JsonObject | null;

  @Column('jsonb', { nullable: true })
  error!: VectorOperationError | null;

  /** A client waits for the answer: it gets the first error, unless something was published already. */
  @Column('boolean', { name: 'client_waits', default: false })
  clientWaits!: boolean;

  @Column('timestamptz', { name: 'cancel_requested_at', nullable: true })
  cancelRequestedAt!: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
