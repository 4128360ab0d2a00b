import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/test-database.js';
import { lowestRates, readSelfChecks } from './self-checks.js';

let database: TestDatabase;
let dataSource: DataSource;

const rates = (asked: number, at5: number, sufficiency: number) => ({
  asked,
  table_recall: { at_3: at5 / 2, at_5: at5, at_10: 1 },
  context_sufficiency: sufficiency,
});
const check = (heldOut: object | null, weak: string[] = []) => ({
  questions: { asked: 4, found: 4 },
  tables: { asked: 2, found: 2 },
  retrieval: { paraphrase: rates(20, 0.9, 1), other_language: null, held_out: heldOut },
  left_out: { pairs_without_intent: 1, loaded_as_pairs: 0 },
  weak,
});

/** The columns that the query reads, of the table as it is. */
async function ended(taskId: string, hoursAgo: number, result: object, step = 'training_load'): Promise<void> {
  await dataSource.query(
    `INSERT INTO data_pipeline_task_executions VALUES ($1, $2, 'completed', now() - $3 * interval '1 hour', $4)`,
    [taskId, step, hoursAgo, JSON.stringify(result)],
  );
}

beforeAll(async () => {
  database = await createTestDatabase('self_checks');
  dataSource = await new DataSource({ type: 'postgres', url: database.url }).initialize();
  await dataSource.query(
    `CREATE TABLE data_pipeline_task_executions
       (task_id text, execution_step text, status text, completed_at timestamptz, execution_result jsonb)`,
  );
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

it('reads the check of the newest load of each task, in the form of this version', async () => {
  await ended('weak', 5, { self_check: check(rates(20, 0.4, 0.6), ['held_out']) });
  await ended('mended', 5, { self_check: check(rates(20, 0.3, 0.5), ['held_out']) });
  await ended('mended', 1, { self_check: check(rates(20, 0.8, 0.9)) });
  await ended('old', 30, { self_check: check(rates(20, 0.1, 0.1), ['held_out']) });
  await ended('former version', 1, { self_check: { questions: { asked: 1, found: 1 } } });
  await ended('nothing embedded', 1, { self_check: null });
  await ended('records', 1, { pgvector_store: { table: 't', self_check: check(rates(20, 0.9, 0.9), ['paraphrase']) } });
  await ended('other step', 1, { self_check: check(null) }, 'qa_generation');
  const checks = await readSelfChecks(dataSource);
  expect(checks.map(({ taskId, check: { weak } }) => [taskId, weak])).toEqual([
    ['mended', []],
    ['old', ['held_out']],
    ['records', ['paraphrase']],
    ['weak', ['held_out']],
  ]);
  expect(lowestRates(checks)).toEqual([
    { kind: 'paraphrase', recall: { at_3: 0.45, at_5: 0.9, at_10: 1 }, sufficiency: 1 },
    { kind: 'held_out', recall: { at_3: 0.05, at_5: 0.1, at_10: 1 }, sufficiency: 0.1 },
  ]);
});
