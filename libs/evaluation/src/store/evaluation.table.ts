import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { EvaluationEntity } from '#libs/database';
import { OperationTable } from '#libs/operations';

/** The state and the lease of evaluations. Those of a step run under the lease of its execution. */
@Injectable()
export class EvaluationTable extends OperationTable<EvaluationEntity> {
  constructor(@InjectDataSource() dataSource: DataSource) {
    super(dataSource, {
      name: 'evaluation',
      entity: EvaluationEntity,
      id: 'evaluationId',
      requestedAt: 'createdAt',
      outcome: ['summary', 'error'],
      progress: 'progress',
      cancelRequested: 'o.cancel_requested_at IS NOT NULL',
      ready: 'o.execution_id IS NULL',
    });
  }
}
