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

/** Both results of a question. */
export interface ResultPair {
  readonly first: QuestionResult;
  readonly second: QuestionResult;
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
  async *pairs(first: string, second: string): AsyncGenerator<ResultPair> {
    for (let after = -1; ;) {
      const page = await this.pageOfPairs(first, second, after);
      for (const { first: one, second: other } of page) {
        if (other !== null) {
          yield { first: one, second: other };
        }
      }
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) {
        return;
      }
      after = last.first.position;
    }
  }

  /** The page is cut before the other results are looked up: a join would read all of them again for each page. */
  private pageOfPairs(first: string, second: string, after: number) {
    return this.query<{ readonly first: QuestionResult; readonly second: QuestionResult | null }>(
      `SELECT to_jsonb(a) AS first,
              (SELECT to_jsonb(b)
                 FROM (SELECT ${COLUMNS} FROM data_pipeline_evaluation_results
                        WHERE evaluation_id = $2 AND position = a.position) AS b) AS second
         FROM (SELECT ${COLUMNS} FROM data_pipeline_evaluation_results
                WHERE evaluation_id = $1 AND position > $3 ORDER BY position LIMIT $4) AS a
        ORDER BY a.position`,
      [first, second, after, PAGE],
    );
  }

  private query<T>(sql: string, parameters: unknown[]): Promise<T[]> {
    return translatedQuery<T>(this.dataSource, sql, parameters);
  }
}
