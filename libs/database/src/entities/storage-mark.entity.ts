import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** The one mark of the storage of an installation. */
@Entity('data_pipeline_storage_marks')
@Unique('uq_storage_marks_only', ['isOnly'])
@Check('chk_storage_marks_only', 'is_only')
export class StorageMarkEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_data_pipeline_storage_marks' })
  mark!: string;

  @Column('boolean', { name: 'is_only', default: true })
  isOnly!: boolean;

  /** Where it was, for the operator: a path or `s3://bucket/prefix`. */
  @Column('text')
  location!: string;

  /** Null until the storage holds it. */
  @Column('timestamptz', { name: 'marked_at', nullable: true })
  markedAt!: Date | null;

  /** Of the second storage, for copies of backups; null until it holds the mark too. */
  @Column('text', { name: 'copies_location', nullable: true })
  copiesLocation!: string | null;
}
