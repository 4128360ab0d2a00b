import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/test-database.js';
import { EvaluationResultRepository } from './evaluation-result.repository.js';

const QUESTIONS = 3_000;
/** More than a page of questions in a row that only the first evaluation has. */
const MISSING = { from: 700, to: 1_900 };

describe('results of the same questions in two evaluations', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let results: EvaluationResultRepository;

  beforeAll(async () => {
    database = await createTestDatabase('result_pairs');
    client = new pg.Client(database.url);
    await client.connect();
    await client.query(
      `CREATE TABLE data_pipeline_evaluation_results (evaluation_id text, position int, question_id text, question text,
         status text, note text, half text, retrieval jsonb, answers jsonb, causes jsonb, PRIMARY KEY (evaluation_id, position));
       INSERT INTO data_pipeline_evaluation_results
       SELECT evaluation, position, 'q' || position, 'question', 'counted', evaluation, 'open', '{}', NULL, '[]'
         FROM unnest(ARRAY['one', 'two']) AS evaluation, generate_series(0, ${QUESTIONS - 1}) AS position
        WHERE evaluation = 'one' OR position NOT BETWEEN ${MISSING.from} AND ${MISSING.to};
       ANALYZE data_pipeline_evaluation_results`,
    );
    const dataSource = {
      query: async (sql: string, values: unknown[]) => (await client.query(sql, values)).rows as unknown[],
    };
    results = new EvaluationResultRepository(dataSource as unknown as DataSource);
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('come in the order of the questions, and no result is read again for each page', async () => {
    await client.query('BEGIN');
    const positions: number[] = [];
    for await (const { first, second } of results.pairs('one', 'two')) {
      expect([first.note, second.note, second.position]).toEqual(['one', 'two', first.position]);
      positions.push(first.position);
    }
    const { rows } = await client.query<{ read: string }>(
      'SELECT seq_tup_read + idx_tup_fetch AS read FROM pg_stat_xact_user_tables',
    );
    await client.query('ROLLBACK');
    const isShared = (position: number): boolean => position < MISSING.from || position > MISSING.to;
    expect(positions).toEqual(Array.from({ length: QUESTIONS }, (_, position) => position).filter(isShared));
    expect(Number(rows[0]?.read)).toBeLessThanOrEqual(2 * QUESTIONS);
  });
});
