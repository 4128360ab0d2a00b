import { Inject, Injectable } from '@nestjs/common';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { EvaluationEntity } from '#libs/database';
import type { QuestionResult } from '#libs/evaluation';
import type { Language } from '#libs/language';
import type { EvaluationView, ResultView, TrendPoint } from './evaluation.dto.js';

/** Evaluations as the API shows them. */
@Injectable()
export class EvaluationMapper {
  constructor(@Inject(CONFIG) private readonly config: ResolvedConfig) {}

  view(row: EvaluationEntity, language: Language): EvaluationView {
    return {
      evaluation_id: row.evaluationId,
      task_id: row.taskId,
      set_id: row.setId,
      db_name: row.databaseName,
      execution_id: row.executionId,
      status: row.status,
      phase: row.phase,
      level: row.level,
      arms: row.arms,
      parameters: row.parameters,
      progress: row.progress,
      summary: row.summary,
      error: row.error && { code: row.error.code, message: row.error[language] },
      cancel_requested: row.cancelRequestedAt !== null,
      created_at: this.time(row.createdAt),
      started_at: row.startedAt && this.time(row.startedAt),
      completed_at: row.completedAt && this.time(row.completedAt),
    };
  }

  result(result: QuestionResult): ResultView {
    const { questionId, retrieval, answers, causes, ...facts } = result;
    return {
      ...facts,
      question_id: questionId,
      retrieval: { ...retrieval },
      answers: answers && { ...answers },
      causes: causes.map(({ code, what, remedies }) => ({
        code,
        what: [...what],
        remedy_ids: remedies.map(({ id }) => id),
      })),
    };
  }

  point(row: EvaluationEntity): TrendPoint {
    return {
      evaluation_id: row.evaluationId,
      task_id: row.taskId,
      set_id: row.setId,
      phase: row.phase,
      created_at: this.time(row.createdAt),
      arms: (row.summary?.['arms'] ?? {}) as Record<string, unknown>,
    };
  }

  private time(instant: Date): string {
    return isoTimestamp(instant, this.config.timeZone);
  }
}
