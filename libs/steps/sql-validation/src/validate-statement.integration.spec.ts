import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type pg from 'pg';
import { openReadOnlyPool, StatementPlanner } from '#libs/sql-safety';
import { validateStatement } from './validate-statement.js';

const LIMITS = { max: 1, statementTimeoutMs: 30_000 };
const A_DAY_MS = 86_400_000;

describe('the time of a statement', () => {
  const options = { signal: new AbortController().signal, database: 'test' };
  let pool: pg.Pool;
  let planner: StatementPlanner;

  beforeAll(() => {
    const url = process.env['TEST_DATABASE_URL'];
    if (!url) {
      throw new Error('TEST_DATABASE_URL is not set');
    }
    pool = openReadOnlyPool(url, LIMITS);
    planner = new StatementPlanner(url, LIMITS, options);
  });

  afterAll(async () => {
    await planner.end();
    await pool.end();
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  /** The turn to execute comes a day after it was asked for, by the clock that the step reads. */
  function aDayLater<T>(work: () => Promise<T>): Promise<T> {
    const now = performance.now.bind(performance);
    jest.spyOn(performance, 'now').mockImplementation(() => now() + A_DAY_MS);
    return work();
  }

  it('is that of its own work, not of its wait for others', async () => {
    const volatileFunctions = Promise.resolve(new Set<string>());
    const validation = { ...options, pool, planner, language: 'en', volatileFunctions, execute: true } as const;
    const verdict = await validateStatement('SELECT 1', { ...validation, executing: aDayLater });
    expect(verdict).toMatchObject({ status: 'valid', retries: 0 });
    expect(verdict.seconds).toBeGreaterThan(0);
    expect(verdict.seconds).toBeLessThan(A_DAY_MS / 1000);
  });
});
