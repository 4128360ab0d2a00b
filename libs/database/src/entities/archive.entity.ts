import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { OperationEntity } from './operation.entity.js';
import { TaskEntity } from './task.entity.js';

export type ArchiveStatus = 'pending' | 'running' | 'completed' | 'failed';

/** An archive that a worker builds; its file lives until `expiresAt`. */
@Entity('data_pipeline_task_archives')
@Check('chk_archive_status', `status IN ('pending', 'running', 'completed', 'failed')`)
@Check('chk_archive_format', `archive_format IN ('zip', 'tar.gz')`)
@Index('idx_archives_task_id', ['taskId'])
@Index('idx_archives_expires_at', ['expiresAt'])
@Index('idx_archives_open', ['heartbeatAt'], { where: `status IN ('pending', 'running')` })
export class ArchiveEntity extends OperationEntity {
  declare status: ArchiveStatus;

  /** The id of its job too. */
  @PrimaryColumn('uuid', { name: 'archive_id', primaryKeyConstraintName: 'pk_data_pipeline_task_archives' })
  archiveId!: string;

  @Column('varchar', { name: 'task_id', length: 64 })
  taskId!: string;

  @ManyToOne(() => TaskEntity, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'task_id', foreignKeyConstraintName: 'fk_archives_task' })
  task?: Relation<TaskEntity>;

  @Column('varchar', { name: 'archive_format', length: 10 })
  format!: 'zip' | 'tar.gz';

  /** Names of the files in it, as they were chosen. */
  @Column('jsonb')
  files!: string[];

  /** The name that a client stores it under. */
  @Column('text', { name: 'file_name' })
  fileName!: string;

  /** Bytes, once it is complete. */
  @Column('bigint', {
    name: 'file_size',
    nullable: true,
    transformer: {
      to: (size: number | null) => size,
      from: (size: string | null) => (size === null ? null : Number(size)),
    },
  })
  fileSize!: number | null;

  /** SHA-256, hexadecimal, once it is complete. */
  @Column('varchar', { name: 'content_hash', length: 64, nullable: true })
  contentHash!: string | null;

  @Column('text', { name: 'error_message', nullable: true })
  errorMessage!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
