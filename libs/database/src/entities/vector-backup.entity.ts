import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Text } from '#libs/language';

/** Why a backup is bad, in each language. */
export interface VectorBackupProblem extends Text {
  readonly code: string;
}

export const VECTOR_BACKUP_COPY_STATES = ['verified', 'pending', 'failed', 'missing', 'unknown'] as const;
export type VectorBackupCopyState = (typeof VECTOR_BACKUP_COPY_STATES)[number];

/**
 * One backup of the vector tables, as its folder showed it when it was last looked at. An index for monitoring: the files
 * are the truth, and the rows are made from them again at any time.
 */
@Entity('data_pipeline_vector_backups')
export class VectorBackupEntity {
  /** The task whose folder holds it; empty: the folder of all. */
  @PrimaryColumn('varchar', { length: 64, primaryKeyConstraintName: 'pk_data_pipeline_vector_backups' })
  location!: string;

  @PrimaryColumn('varchar', { length: 30, primaryKeyConstraintName: 'pk_data_pipeline_vector_backups' })
  timestamp!: string;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  /** Backups with the same one have the same rows to compare: folder, server, database, schema and tables. */
  @Column('text')
  series!: string;

  /** Format and compression, and whether it is incremental: bytes compare only within the same one. */
  @Column('varchar', { length: 40 })
  form!: string;

  /** Of the configured vector database. */
  @Column('boolean', { name: 'is_own' })
  isOwn!: boolean;

  /** That a restore gives; null for a backup of the original. */
  @Column('double precision', { nullable: true })
  rows!: number | null;

  @Column('double precision')
  bytes!: number;

  /** Its files are not those of its manifest, or a verification found it bad. */
  @Column('jsonb', { nullable: true })
  problem!: VectorBackupProblem | null;

  /** Of the newest verification, unless a later one found it bad. */
  @Column('timestamptz', { name: 'verified_at', nullable: true })
  verifiedAt!: Date | null;

  @Column('double precision', { name: 'restore_seconds', nullable: true })
  restoreSeconds!: number | null;

  @Column('double precision', { name: 'verify_seconds', nullable: true })
  verifySeconds!: number | null;

  /** Of its copy on the second storage when that was last reached; null without one, and for backups without a manifest. */
  @Column('varchar', { name: 'copy_state', length: 10, nullable: true })
  copyState!: VectorBackupCopyState | null;

  /**
   * The key that its files were encrypted with when their manifest first proved it. It stays, whatever the files say
   * later: an unencrypted backup in its place is not the one that was made.
   */
  @Column('varchar', { name: 'encryption_key_id', length: 20, nullable: true })
  encryptionKeyId!: string | null;

  /** End of the newest attempt to verify it, whatever came out. */
  @Column('timestamptz', { name: 'checked_at', nullable: true })
  checkedAt!: Date | null;
}
