import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A question–SQL pair that a search or the context of a prompt has found. Its id follows from its question. */
@Entity('data_pipeline_retrieved_pairs')
export class RetrievedPairEntity {
  @PrimaryColumn('varchar', {
    name: 'pair_id',
    length: 64,
    primaryKeyConstraintName: 'pk_data_pipeline_retrieved_pairs',
  })
  pairId!: string;

  @Column('int')
  times!: number;

  @Column('timestamptz', { name: 'last_at', default: () => 'now()' })
  lastAt!: Date;
}
