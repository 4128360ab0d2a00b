import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { EvaluationEntity, EvaluationError } from '#libs/database';
import { DomainError, errorText } from '#libs/domain-errors';
import { inEveryLanguage } from '#libs/language';
import { NotificationOutbox } from '#libs/notifications';
import type { FailureCause, OperationPolicy } from '#libs/operations';
import { toJsonObject } from '#libs/pipeline';
import { JobQueue } from '#libs/queue';
import { redactSecrets } from '#libs/redaction';
import { evaluationErrors } from '../errors.js';
import { EvaluationTable } from '../store/evaluation.table.js';
import { belowThreshold } from './below-threshold.js';
import type { MeasuredSummary } from './evaluation-engine.js';

/** Evaluations as operations. */
@Injectable()
export class EvaluationPolicy implements OperationPolicy<EvaluationEntity, MeasuredSummary> {
  readonly maxHeartbeatMs = 2_000;
  readonly retries = true;

  constructor(
    readonly table: EvaluationTable,
    private readonly queue: JobQueue,
    private readonly outbox: NotificationOutbox,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  /** Who is told of a result below its threshold is told in the transaction of the result. */
  complete(evaluation: EvaluationEntity, leaseToken: string | null, summary: MeasuredSummary): Promise<void> {
    const ending = { status: 'completed', summary: toJsonObject(summary) } as const;
    return this.dataSource.transaction(async (manager) => {
      await this.table.end(evaluation.evaluationId, ending, leaseToken, manager);
      await this.outbox.publish('evaluation.below_threshold', belowThreshold(evaluation, summary), manager);
    });
  }

  fail({ evaluationId }: EvaluationEntity, error: DomainError, leaseToken: string | null): Promise<void> {
    const status = error.kind === 'cancelled' ? 'cancelled' : 'failed';
    return this.table.end(evaluationId, { status, error: storedError(error) }, leaseToken);
  }

  error(_evaluation: EvaluationEntity, cause: FailureCause): DomainError {
    switch (cause.type) {
      case 'cancelled':
        return new DomainError(evaluationErrors.evaluation_cancelled);
      case 'defect':
        return new DomainError(evaluationErrors.evaluation_defect, { correlationId: cause.correlationId });
      case 'workers_died':
      case 'timed_out':
      case 'unsettled':
        return new DomainError(evaluationErrors.evaluation_worker_lost);
    }
  }

  queueOf(): 'evaluations' {
    return 'evaluations';
  }

  async requeue({ evaluationId }: EvaluationEntity): Promise<string[]> {
    await this.queue.removeJob('evaluations', evaluationId);
    await this.queue.enqueueEvaluation(evaluationId);
    return [evaluationId];
  }
}

/** The error as the row keeps it: finished sentences without secrets. */
export function storedError(error: DomainError): EvaluationError {
  return { code: error.code, ...inEveryLanguage((language) => redactSecrets(errorText(error, language))) };
}
