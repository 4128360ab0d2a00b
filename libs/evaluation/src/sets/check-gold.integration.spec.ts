import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BusinessDatabases, type BusinessDatabase } from '#libs/business-database';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/test-database.js';
import { checkGold } from './check-gold.js';

/** Cheap by its plan, and not done in minutes. */
const ENDLESS = 'SELECT count(*) FROM generate_series(1, 30000) AS a, generate_series(1, 30000) AS b';

describe('gold statements that take for ever', () => {
  const databases = new BusinessDatabases();
  const { signal } = new AbortController();
  let database: TestDatabase;
  let business: BusinessDatabase;

  beforeAll(async () => {
    database = await createTestDatabase('check_gold');
    business = databases.open(database.url, { applicationName: 'test', statementTimeoutMs: 60_000 });
  });

  afterAll(async () => {
    await business.close();
    await databases.close();
    await database.drop();
  });

  function check(statements: readonly string[], statementTimeoutMs: number, minutes?: number) {
    const questions = statements.map((sql, index) => ({
      id: `q${index}`,
      question: `question ${index}`,
      goldSql: [sql],
      language: null,
      origin: 'uploaded' as const,
      unanswerable: false,
      hint: null,
      line: index + 1,
    }));
    return checkGold(business, questions, {
      signal,
      language: 'en',
      execute: true,
      statementTimeoutMs,
      ...(minutes !== undefined && { minutes }),
    });
  }

  it('are stopped and refused by their line; the others are tried', async () => {
    const problems = await check(['SELECT 1', ENDLESS, 'SELECT 2'], 300);
    expect(problems).toMatchObject([
      { line: 2, code: 'sql_refused', reason: { en: expect.stringContaining('57014') } },
    ]);
  });

  it('refuse the whole set when its check takes longer than the answer may wait', async () => {
    await expect(check(['SELECT 1', 'SELECT 2'], 1_000, 0)).rejects.toMatchObject({
      code: 'question_set_check_too_long',
      params: { minutes: 0, checked: 0, statements: 2 },
    });
  });
});
