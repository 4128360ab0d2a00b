import { Inject, Injectable } from '@nestjs/common';
import { BusinessDatabases, businessUrlOf } from '#libs/business-database';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { EvaluationEntity } from '#libs/database';
import {
  OperationRunner,
  type AttemptContext,
  type Claimed,
  type Delivery,
  type DeliveryOutcome,
} from '#libs/operations';
import { evaluationParametersSchema } from '../parameters.js';
import { QuestionSetRepository } from '../store/question-set.repository.js';
import { EvaluationEngine, type MeasuredSummary } from './evaluation-engine.js';
import { EvaluationPolicy } from './evaluation.policy.js';

/** Of one statement of the catalog. */
const READ_TIMEOUT_MS = 120_000;

/** Runs a requested evaluation. */
@Injectable()
export class EvaluationRunner {
  constructor(
    private readonly operationRunner: OperationRunner,
    private readonly policy: EvaluationPolicy,
    private readonly engine: EvaluationEngine,
    private readonly sets: QuestionSetRepository,
    private readonly databases: BusinessDatabases,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** @throws the error of the evaluation after it was recorded */
  run(evaluationId: string, delivery: Delivery): Promise<DeliveryOutcome<MeasuredSummary>> {
    return this.operationRunner.run(this.policy, evaluationId, delivery, (claimed) => {
      let reported: { done: number; total: number } | null = null;
      return {
        name: `evaluation ${evaluationId}`,
        progress: () => reported,
        work: (context) => this.measure(claimed, context, (done, total) => (reported = { done, total })),
      };
    });
  }

  private async measure(
    { operation, task, language }: Claimed<EvaluationEntity>,
    { signal }: AttemptContext,
    progress: (done: number, total: number) => void,
  ): Promise<MeasuredSummary> {
    const { evaluationId, taskId, setId } = operation;
    const set = await this.sets.find(setId);
    const url = businessUrlOf(this.config.businessDatabaseUrl, task?.parameters ?? {});
    const options = { applicationName: 'data-pipeline evaluation', statementTimeoutMs: READ_TIMEOUT_MS, signal };
    return this.databases.with(url, options, (database) =>
      this.engine.measure({
        evaluationId,
        taskId,
        setId,
        questionCount: set?.questionCount ?? 0,
        parameters: evaluationParametersSchema.parse(operation.parameters),
        database,
        language,
        signal,
        progress,
      }),
    );
  }
}
