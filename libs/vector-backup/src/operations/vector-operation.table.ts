import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { VectorOperationEntity } from '#libs/database';
import { OperationTable } from '#libs/operations';

/** The state and the lease of operations on the vector tables. */
@Injectable()
export class VectorOperationTable extends OperationTable<VectorOperationEntity> {
  constructor(@InjectDataSource() dataSource: DataSource) {
    super(dataSource, {
      name: 'vector_operation',
      entity: VectorOperationEntity,
      id: 'operationId',
      requestedAt: 'createdAt',
      outcome: ['result', 'error'],
      atEnd: 'connection_secret = NULL',
      progress: 'progress',
      milestone: 'milestone',
      cancelRequested: 'o.cancel_requested_at IS NOT NULL',
    });
  }
}
