import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Requests of one API key, taken by all api processes together, in the minute that began at `since`. */
@Entity('data_pipeline_request_counts')
export class RequestCountEntity {
  @PrimaryColumn('varchar', {
    name: 'key_name',
    length: 150,
    primaryKeyConstraintName: 'pk_data_pipeline_request_counts',
  })
  keyName!: string;

  @Column('timestamptz')
  since!: Date;

  @Column('int')
  requests!: number;
}
