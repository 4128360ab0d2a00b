import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** One request that changed something, or was refused: actor, action, time and address. */
@Entity('data_pipeline_audit_log')
@Index('idx_audit_at', ['at'])
export class AuditEntryEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'pk_data_pipeline_audit_log',
  })
  id!: string;

  @Column('timestamptz', { default: () => 'now()' })
  at!: Date;

  /** Name of the key, `API_KEYS #n` for one of the variable, `anonymous` while no key is required, `cli` for commands. */
  @Column('varchar', { length: 120 })
  actor!: string;

  /** Null for keys of the variable, and without a key. */
  @Column('bigint', { name: 'key_id', nullable: true })
  keyId!: string | null;

  /** Method and route: `POST /api/v0/data_pipeline/tasks/:task_id/execute`. */
  @Column('text')
  action!: string;

  /** The requested path, without the query. */
  @Column('text')
  target!: string;

  /** HTTP status of the answer. */
  @Column('int')
  status!: number;

  @Column('varchar', { name: 'ip_address', length: 64, nullable: true })
  ipAddress!: string | null;

  @Column('text', { name: 'user_agent', nullable: true })
  userAgent!: string | null;

  @Column('varchar', { name: 'request_id', length: 100, nullable: true })
  requestId!: string | null;

  /** In addition to the path: query, body and names in the answer, without secrets. */
  @Column('jsonb', { nullable: true })
  details!: Record<string, unknown> | null;
}
