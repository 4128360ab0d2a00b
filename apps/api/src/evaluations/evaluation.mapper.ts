import { Inject, Injectable } from '@nestjs/common';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { EvaluationEntity } from '#libs/database';
import { evaluationParametersSchema, type QuestionResult } from '#libs/evaluation';
import type { Language } from '#libs/language';
import type { EvaluationView, TrendPoint } from './evaluation.dto.js';
import type { ResultView } from './evaluation-result.dto.js';
import type { EvaluationSummaryView } from './evaluation-summary.dto.js';

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
      parameters: evaluationParametersSchema.parse(row.parameters),
      progress: progressOf(row),
      summary: summaryOf(row),
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
      retrieval: retrieval as ResultView['retrieval'],
      answers: answers as ResultView['answers'],
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
      arms: summaryOf(row)?.arms ?? {},
    };
  }

  private time(instant: Date): string {
    return isoTimestamp(instant, this.config.timeZone);
  }
}

/** The engine writes it, and nothing else. */
function summaryOf({ summary }: EvaluationEntity): EvaluationSummaryView | null {
  return summary as unknown as EvaluationSummaryView | null;
}

function progressOf({ progress }: EvaluationEntity): EvaluationView['progress'] {
  return progress && { done: Number(progress['done']), total: Number(progress['total']) };
}
