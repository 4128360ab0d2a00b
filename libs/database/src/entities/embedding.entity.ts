import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The vector of a text from a model of an endpoint: requested, and paid, once. */
@Entity('data_pipeline_embeddings')
@Index('idx_embeddings_last_used_at', ['lastUsedAt'])
export class EmbeddingEntity {
  /** With the suffix `@n` where n dimensions were requested. */
  @PrimaryColumn('varchar', { length: 300, primaryKeyConstraintName: 'pk_data_pipeline_embeddings' })
  model!: string;

  /** SHA-256 of the text in UTF-8. */
  @PrimaryColumn('bytea', { name: 'content_hash', primaryKeyConstraintName: 'pk_data_pipeline_embeddings' })
  contentHash!: Buffer;

  /** Unit vector, float4 each, little-endian. */
  @Column('bytea')
  vector!: Buffer;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  /** To the day: reading does not write a row each time. */
  @Column('timestamptz', { name: 'last_used_at', default: () => 'now()' })
  lastUsedAt!: Date;
}
