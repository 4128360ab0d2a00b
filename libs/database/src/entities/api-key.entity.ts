import { Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

export const API_KEY_SCOPES = ['read', 'run', 'admin'] as const;
export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

/** A key that clients send. The key itself is shown once, when it is made; only its hash is kept. */
@Entity('data_pipeline_api_keys')
@Unique('uq_api_keys_hash', ['keyHash'])
export class ApiKeyEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'pk_data_pipeline_api_keys',
  })
  id!: string;

  @Column('varchar', { length: 100 })
  name!: string;

  /** SHA-256, hexadecimal. Enough for a key of 256 random bits: there is nothing to guess. */
  @Column('varchar', { name: 'key_hash', length: 64 })
  keyHash!: string;

  /** The first characters of the key, to distinguish keys. */
  @Column('varchar', { name: 'key_prefix', length: 12 })
  keyPrefix!: string;

  @Column('jsonb')
  scopes!: ApiKeyScope[];

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;

  /** To the minute. */
  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;
}
