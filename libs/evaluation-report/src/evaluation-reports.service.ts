import { Injectable } from '@nestjs/common';
import type { EvaluationEntity } from '#libs/database';
import { EvaluationsService, type MeasuredSummary } from '#libs/evaluation';
import { collectReport, type MeasuredEvaluation } from './facts/collect-report.js';
import type { EvaluationReport } from './facts/report.js';

/** Reports of evaluations that are completed. */
@Injectable()
export class EvaluationReports {
  constructor(private readonly evaluationService: EvaluationsService) {}

  /**
   * The trend is that of the same questions over the same database, whatever task asked them.
   * @throws DomainError `evaluation_not_found`, `evaluation_not_completed`
   */
  async report(taskId: string, evaluationId: string): Promise<EvaluationReport> {
    const row = await this.evaluationService.completed(taskId, evaluationId);
    const { setId, databaseName, phase } = row;
    const alike = await this.evaluationService.trend({ setId, databaseName });
    const trend = alike.filter((other) => other.phase === phase && other.createdAt <= row.createdAt);
    const earlier = trend.filter((other) => other.evaluationId !== evaluationId).at(-1);
    const all = trend.some((other) => other.evaluationId === evaluationId) ? trend : [...trend, row];
    return collectReport({
      measured: measuredOf(row),
      results: this.evaluationService.results(evaluationId),
      trend: all.map(measuredOf),
      since: earlier
        ? {
            ...measuredOf(earlier),
            pairs: this.evaluationService.pairsOfResults(earlier.evaluationId, evaluationId),
          }
        : null,
    });
  }
}

function measuredOf(row: EvaluationEntity): MeasuredEvaluation {
  const summary = row.summary as unknown as MeasuredSummary;
  const models = Object.values(summary.arms).map(({ answers }) => answers?.['model']);
  const model = models.find((name) => typeof name === 'string');
  return {
    evaluation: {
      evaluation_id: row.evaluationId,
      task_id: row.taskId,
      database: row.databaseName,
      question_set: row.setId,
      level: row.level,
      phase: row.phase,
      model: model ?? null,
      status: row.status,
      created_at: row.createdAt.toISOString(),
    },
    summary,
  };
}
