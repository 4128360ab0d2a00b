import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { translatedQuery } from '#libs/database';
import type { SummarisedResult } from '../judge/summary-builder.js';
import type { ResultStore } from '../run/run-evaluation.js';
import type { CauseCode, Half, QuestionResult, ResultStatus } from '../types/result.js';

export interface ResultFilter {
  readonly status?: ResultStatus | undefined;
  readonly cause?: CauseCode | undefined;
  readonly half?: Half | undefined;
  /** Only questions that fail. */
  readonly failed?: boolean;
  /** Positions after this one. */
  readonly after?: number | undefined;
}

/** Results that are in memory at the same time. */
const PAGE = 500;

const COLUMNS = `position, question_id AS "questionId", question, status, note, half, retrieval, answers, causes`;

/** A result a question. */
@Injectable()
export class EvaluationResultRepository implements ResultStore {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async done(evaluationId: string): Promise<ReadonlySet<number>> {
    const rows = await this.query<{ position: number }>(
      'SELECT position FROM data_pipeline_evaluation_results WHERE evaluation_id = $1',
      [evaluationId],
    );
    return new Set(rows.map(({ position }) => position));
  }

  /** A result that is there already stays. */
  async save(evaluationId: string, results: readonly QuestionResult[]): Promise<void> {
    await this.query(
      `INSERT INTO data_pipeline_evaluation_results
         (evaluation_id, position, question_id, question, status, note, half, retrieval, answers, causes)
       SELECT $1, position, "questionId", question, status, note, half, retrieval, nullif(answers, 'null'), causes
         FROM jsonb_to_recordset($2::jsonb) AS result (position int, "questionId" text, question text, status text,
           note text, half text, retrieval jsonb, answers jsonb, causes jsonb)
       ON CONFLICT DO NOTHING`,
      [evaluationId, JSON.stringify(results)],
    );
  }

  async *each(evaluationId: string): AsyncGenerator<SummarisedResult> {
    for (let after = -1; ;) {
      const page = await this.page(evaluationId, { after }, PAGE);
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) {
        return;
      }
      after = last.position;
    }
  }

  /** In the order of their questions. */
  page(evaluationId: string, filter: ResultFilter, limit: number): Promise<QuestionResult[]> {
    return this.query<QuestionResult>(
      `SELECT ${COLUMNS} FROM data_pipeline_evaluation_results
        WHERE evaluation_id = $1 AND position > $2 AND ($3::text IS NULL OR status = $3)
          AND ($4::text IS NULL OR causes @> jsonb_build_array(jsonb_build_object('code', $4)))
          AND ($5::text IS NULL OR half = $5) AND (NOT $6 OR causes <> '[]')
        ORDER BY position LIMIT $7`,
      [
        evaluationId,
        filter.after ?? -1,
        filter.status ?? null,
        filter.cause ?? null,
        filter.half ?? null,
        filter.failed ?? false,
        limit,
      ],
    );
  }

  /** Results of the same questions in two evaluations, in the order of the questions. */
  both(first: string, second: string, after: number, limit: number) {
    return this.query<{ readonly first: QuestionResult; readonly second: QuestionResult }>(
      `SELECT to_jsonb(a) AS first, to_jsonb(b) AS second
         FROM (SELECT ${COLUMNS} FROM data_pipeline_evaluation_results WHERE evaluation_id = $1) AS a
         JOIN (SELECT ${COLUMNS} FROM data_pipeline_evaluation_results WHERE evaluation_id = $2) AS b USING (position)
        WHERE position > $3 ORDER BY position LIMIT $4`,
      [first, second, after, limit],
    );
  }

  private query<T>(sql: string, parameters: unknown[]): Promise<T[]> {
    return translatedQuery<T>(this.dataSource, sql, parameters);
  }
}
