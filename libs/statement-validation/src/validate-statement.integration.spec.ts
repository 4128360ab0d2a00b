import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { StatementRunner } from '#libs/business-database';
import { Hazards } from '#libs/sql-safety';
import { openBusinessDatabase } from '../../../test/harness/step-surroundings.js';
import { testServerUrl } from '../../../test/harness/test-database.js';
import { validateStatement } from './validate-statement.js';

const A_DAY_MS = 86_400_000;

describe('the time of a statement', () => {
  const { signal } = new AbortController();
  let statements: StatementRunner;

  beforeAll(() => {
    statements = openBusinessDatabase(testServerUrl()).statements({ connections: 1, statementTimeoutMs: 30_000 });
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  /** The only turn to execute is taken; by the clock that the runner reads, it is free a day later. */
  function aDayLater(sql: string, maxRows: number): ReturnType<StatementRunner['execute']> {
    void statements.execute('SELECT pg_sleep(0.1)', 1);
    const waiting = statements.execute(sql, maxRows);
    const now = performance.now.bind(performance);
    jest.spyOn(performance, 'now').mockImplementation(() => now() + A_DAY_MS);
    return waiting;
  }

  it('is that of its own work, not of its wait for others', async () => {
    const hazards = Promise.resolve(new Hazards([]));
    const verdict = await validateStatement('SELECT 1', {
      statements: { plan: (sql) => statements.plan(sql), execute: aDayLater },
      signal,
      language: 'en',
      hazards,
      execute: true,
    });
    expect(verdict).toMatchObject({ status: 'valid', retries: 0 });
    expect(verdict.seconds).toBeGreaterThan(0);
    expect(verdict.seconds).toBeLessThan(A_DAY_MS / 1000);
  });
});
