import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LANGUAGES } from '#libs/language';
import type { JsonObject } from '#libs/pipeline';
import {
  learntQueriesFile,
  LEARNT_QUERIES_FILE,
  SELF_CHECK_QUESTIONS_FILE,
  selfCheckQuestionsFile,
  type LearntQueries,
  type QuestionSqlPair,
} from '#libs/step-files';
import { QaGenerationStep } from '#libs/steps/qa-generation';
import { ensurePrograms } from '../../scripts/test-services.mjs';
import { startPostgres } from '../../scripts/test-services/local-servers.mjs';
import { SHOP_SQL } from '../harness/shop-database.js';
import { openBusinessDatabase, surroundings } from '../harness/step-surroundings.js';
import { createTestDatabase, onDatabase, runSql, type TestDatabase } from '../harness/test-database.js';

/** A server of its own: statistics and logs are settings of a server. */
const SETTINGS = {
  shared_preload_libraries: 'pg_stat_statements',
  logging_collector: 'on',
  log_destination: 'stderr,csvlog,jsonlog',
  log_directory: 'log',
  log_filename: 'postgresql.log',
  log_file_mode: '0644',
  log_line_prefix: '%m [%p] %q%u@%d ',
  log_statement: 'all',
  log_duration: 'on',
};
const SECRETS = ['hunter22', 'alice.miller@example.com', '13800001234', 'Zaphod'];

let folder = '';
let server: Awaited<ReturnType<typeof startPostgres>>;
let url = '';
const logs = new Map<string, string>();

beforeAll(async () => {
  const programs = await ensurePrograms({ postgres: true, redis: false }, () => undefined);
  if (!programs?.postgres) {
    throw new Error('no PostgreSQL to start');
  }
  folder = await mkdtemp(join(tmpdir(), 'data-pipeline-real-sql-'));
  server = await startPostgres(programs.postgres, folder, SETTINGS);
  url = server.url.replace(/\/postgres$/, '/shop');
  await runSql(server.url, 'CREATE DATABASE shop');
  await runSql(url, SHOP_SQL);
  await runSql(url, 'CREATE EXTENSION pg_stat_statements; ANALYZE');
  await runSql(url, 'SELECT pg_stat_statements_reset()');
  await runApplication();
  const directory = join(folder, 'postgres', 'log');
  for (const name of await readdir(directory)) {
    logs.set(name, await readFile(join(directory, name), 'utf8'));
  }
}, 120_000);

afterAll(async () => {
  // The fast shutdown: pools may still hold connections.
  const ended = once(server.child, 'exit');
  server.child.kill('SIGINT');
  await ended;
  await rm(folder, { recursive: true, force: true });
});

/** What applications, people and tools send. */
async function runApplication(): Promise<void> {
  await onDatabase(url, async (client) => {
    for (const status of [1, 2, 3, 1]) {
      await client.query('SELECT count(*) FROM orders WHERE status = $1', [status]);
    }
    await client.query(
      `SELECT c.country, count(*)\n  FROM orders o\n  JOIN customer c ON c.id = o.customer_id AND NOT c.deleted\nGROUP BY c.country`,
    );
    await client.query('SELECT count(*) FROM orders WHERE order_date >= $1 AND order_date < $2', [
      '2023-04-01',
      '2023-07-01',
    ]);
    await client.query(`SELECT name FROM customer WHERE name = '${SECRETS[1] ?? ''}'`);
    await client.query('SELECT * FROM orders WHERE order_number = $1', [SECRETS[2]]);
    await client.query(
      `SELECT sum(freight) FROM orders WHERE order_date >= '2023-01-01' AND order_date < '2024-01-01'`,
    );
    await client.query(`SELECT count(*) FROM orders WHERE "Ship Country" = '${SECRETS[3] ?? ''}'`);
    await client.query('SELECT status, rank() OVER (ORDER BY count(*)) FROM orders GROUP BY status');
    await client.query('SELECT 1');
    await client.query('SELECT c.relname FROM pg_catalog.pg_class c WHERE c.relkind = $1', ['r']);
    await client.query(`CREATE ROLE app LOGIN PASSWORD '${SECRETS[0] ?? ''}'`);
    await client.query(`ALTER ROLE app PASSWORD '${SECRETS[0] ?? ''}'`);
    await client.query('SELECT * FROM nothing').catch(() => undefined);
    await client.query(
      'CREATE VIEW germans AS SELECT id, name FROM customer WHERE country = $$Germany$$ AND NOT deleted',
    );
  });
}

async function learn(
  parameters: JsonObject,
  files: ReadonlyMap<string, string> = new Map(),
): Promise<{ report: LearntQueries; pairs: QuestionSqlPair[]; all: string }> {
  const around = surroundings(url, {
    language: 'en',
    theme_count: 1,
    questions_per_theme: 5,
    pairs_per_task: 20,
    ...parameters,
  });
  files.forEach((content, name) => around.files.set(name, content));
  await new QaGenerationStep({ chatModel: null }).run(around.input, around.context);
  files.forEach((_, name) => around.files.delete(name));
  const report = learntQueriesFile.parse(around.files.get(LEARNT_QUERIES_FILE) ?? '');
  const pairFile = [...around.files.keys()].find((name) => name.endsWith('_pair.json')) ?? '';
  if (report === null) {
    throw new Error('no report');
  }
  const all = [...around.files.values(), ...around.logged].join('\n');
  return { report, pairs: JSON.parse(around.files.get(pairFile) ?? '') as QuestionSqlPair[], all };
}

const questionsFrom = (pairs: readonly QuestionSqlPair[], source: string): string[] =>
  pairs.filter((pair) => pair.source === source).map(({ question }) => question);

describe('learning from real SQL', () => {
  it('learns from pg_stat_statements, most frequent first', async () => {
    const { report, pairs, all } = await learn({ learn_from: ['statistics'] });
    expect(report.sources).toMatchObject([{ from: 'statistics', state: 'read' }]);
    const learnt = pairs.filter(({ source }) => source === 'log');
    expect(learnt[0]).toMatchObject({
      question: 'How many orders have status 2?',
      learnt: { from: 'statistics', calls: 4, questions: { zh: '状态为 2 的订单有多少笔？' } },
    });
    expect(learnt.map(({ question }) => question)).toContain('How many orders are there for each customer country?');
    expect(report.left_out).toMatchObject({ system: {}, no_table: {}, not_a_query: {} });
    expect(report.not_learnt.map(({ slots }) => slots.join())).toEqual(expect.arrayContaining(['window', 'condition']));
    SECRETS.forEach((secret) => expect(all).not.toContain(secret));
  });

  it.each([['postgresql.log'], ['postgresql.csv'], ['postgresql.json']])(
    'learns from %s, and no value of it leaves',
    async (name) => {
      const text = logs.get(name) ?? '';
      expect(SECRETS.filter((secret) => !text.includes(secret))).toEqual([]);
      const { report, pairs, all } = await learn(
        { learn_from: ['log_files'] },
        new Map([[name.replace('postgresql', 'postgresql-1'), text]]),
      );
      expect(report.sources).toMatchObject([
        { from: 'log_files', state: 'read', files: [name.replace('postgresql', 'postgresql-1')] },
      ]);
      // The values of the first call: those of the profile that it names, and their length of a period.
      expect(pairs.find(({ question }) => question === 'How many orders have status 1?')).toMatchObject({
        source: 'log',
        learnt: { from: 'log_files', calls: 4 },
      });
      expect(questionsFrom(pairs, 'log').some((question) => /in the \w+ quarter of \d{4}\?$/.test(question))).toBe(
        true,
      );
      expect(questionsFrom(pairs, 'log')).toContain('How many orders are there for each customer country?');
      SECRETS.forEach((secret) => expect(all).not.toContain(secret));
    },
  );

  it('learns from views and scripts, and says what is asked and not covered', async () => {
    const script = `-- Orders of Mr Smith, smith@example.com
SELECT count(*) FROM orders WHERE employee_id IS NULL;
SELECT o.id, count(*) FROM orders o JOIN supplier s ON s.id = o.id GROUP BY o.id;
SELECT * FROM elsewhere;
DROP TABLE orders;
`;
    const { report, pairs, all } = await learn(
      { learn_from: ['views', 'sql_files'], pairs_per_task: 6 },
      new Map([['reports.sql', script]]),
    );
    expect(questionsFrom(pairs, 'view')).toHaveLength(1);
    expect(questionsFrom(pairs, 'sql_file')).toHaveLength(1);
    expect(report.not_covered.other_tables).toEqual([{ name: 'elsewhere', calls: 1 }]);
    expect(report.not_covered.joins).toContainEqual({ name: 'public.orders.id = public.supplier.id', calls: 1 });
    expect(report.left_out).toMatchObject({ not_a_query: { statements: 1 } });
    expect(all).not.toContain('smith@example.com');
    await expect(runSql(url, 'SELECT count(*)::int AS n FROM orders')).resolves.toMatchObject({ rows: [{ n: 600 }] });
  });

  it('changes nothing for a task that learns from nothing', async () => {
    const around = surroundings(url, { language: 'en', theme_count: 1, questions_per_theme: 5, pairs_per_task: 5 });
    await new QaGenerationStep({ chatModel: null }).run(around.input, around.context);
    expect([...around.files.keys()]).not.toContain(LEARNT_QUERIES_FILE);
    const { unanswerable } = selfCheckQuestionsFile.parse(around.files.get(SELF_CHECK_QUESTIONS_FILE) ?? '') ?? {};
    expect(new Set(unanswerable?.map(({ language }) => language))).toEqual(new Set(LANGUAGES));
  });
});

describe('readStatistics', () => {
  let other: TestDatabase;
  beforeAll(async () => {
    other = await createTestDatabase('statistics');
  });
  afterAll(() => other.drop());

  it('says that there are none, that they are not loaded, or not permitted', async () => {
    await expect(openBusinessDatabase(other.url).readStatistics()).resolves.toEqual({ state: 'absent' });
    await runSql(other.url, 'CREATE EXTENSION pg_stat_statements');
    await expect(openBusinessDatabase(other.url).readStatistics()).resolves.toEqual({ state: 'not_loaded' });
    await runSql(url, 'REVOKE SELECT ON pg_stat_statements FROM public');
    const asApp = Object.assign(new URL(url), { username: 'app' }).href;
    await expect(openBusinessDatabase(asApp).readStatistics()).resolves.toEqual({ state: 'not_permitted' });
  });

  it('counts the statements that a role may not see', async () => {
    await runSql(url, 'GRANT SELECT ON pg_stat_statements TO app');
    const asApp = Object.assign(new URL(url), { username: 'app' }).href;
    const statistics = await openBusinessDatabase(asApp).readStatistics();
    expect(statistics.state === 'read' && statistics.hidden).toBeGreaterThan(5);
    expect(JSON.stringify(statistics)).not.toContain('insufficient');
  });

  it('ends with the error of the server for every other failure', async () => {
    const gone = openBusinessDatabase(Object.assign(new URL(url), { pathname: '/gone' }).href);
    await expect(gone.readStatistics()).rejects.toThrow();
  });
});
