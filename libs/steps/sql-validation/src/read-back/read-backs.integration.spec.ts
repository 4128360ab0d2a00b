import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withDatabase } from '#libs/postgres';
import { readingRecord, readStatement } from '#libs/sql-reading';
import { newPair, qualityFile, renderPairs, type QuestionSqlPair } from '#libs/step-files';
import { surroundings, type Surroundings } from '../../../../../test/harness/step-surroundings.js';
import { runSql } from '../../../../../test/harness/test-database.js';
import { SqlValidationStep } from '../sql-validation.step.js';

const server = process.env['TEST_DATABASE_URL'];
if (!server) {
  throw new Error('TEST_DATABASE_URL is not set');
}
const name = `read_back_${randomBytes(4).toString('hex')}`;
const url = withDatabase(server, name);
const FILE = 'qs_shop_20250721_120000_pair.json';

const ASKED =
  "SELECT c.city, SUM(o.amount) AS total FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.day >= '2024-01-01' " +
  "AND o.day < '2025-01-01' AND c.city <> 'c1' GROUP BY c.city ORDER BY total DESC FETCH FIRST 3 ROWS WITH TIES;";

beforeAll(async () => {
  await runSql(server, `CREATE DATABASE ${name}`);
  await runSql(
    url,
    `CREATE TABLE customers (id int PRIMARY KEY, city text);
     CREATE TABLE orders (id int PRIMARY KEY, customer_id int REFERENCES customers, amount int, fee int, day date);
     INSERT INTO customers SELECT i, 'c' || i FROM generate_series(1, 9) i;
     INSERT INTO orders SELECT i, 1 + i % 9, i, i % 5, DATE '2024-01-01' + i FROM generate_series(1, 99) i;
     ANALYZE`,
  );
});

afterAll(async () => {
  await runSql(server, `DROP DATABASE ${name} WITH (FORCE)`);
});

/** A pair of the generator whose statement was changed later. */
async function changed(question: string, sql: string, was = sql): Promise<QuestionSqlPair> {
  const reading = await readStatement(was);
  return newPair({ question, sql, source: 'offline', reading: reading && readingRecord(reading) });
}

async function validated(
  pairs: readonly QuestionSqlPair[],
  parameters = {},
): Promise<{ made: Surroundings; pairs: QuestionSqlPair[]; report: { detailed_results: Record<string, unknown>[] } }> {
  const made = surroundings(url, { business_context: '网上商店', ...parameters });
  made.files.set(FILE, renderPairs(FILE, pairs));
  await new SqlValidationStep({ chatModel: null }).run(made.input, made.context);
  const report = [...made.files.keys()].find((file) => file.endsWith('_report.json')) ?? '';
  return {
    made,
    pairs: JSON.parse(made.files.get(FILE) ?? '') as QuestionSqlPair[],
    report: JSON.parse(made.files.get(report) ?? '') as { detailed_results: Record<string, unknown>[] },
  };
}

describe('the read-back of a pair with an intent', () => {
  it('names the slot that changed, in the pair, the report, the summary, the log and the quality', async () => {
    const { made, pairs, report } = await validated([
      await changed('2024 年销售额最高的三个城市？', ASKED),
      await changed('2024 年各城市的平均费用？', ASKED.replace('amount', 'fee'), ASKED),
      await changed(
        '订单数？',
        'SELECT COUNT(*) FROM orders WHERE amount > 5;',
        'SELECT COUNT(*) FROM orders WHERE amount > 6;',
      ),
    ]);
    expect(pairs.map(({ evidence }) => evidence)).toEqual([
      expect.objectContaining({ read_back: { agrees: true, by: 'intent', slots: [] } }),
      expect.objectContaining({
        read_back: {
          agrees: false,
          by: 'intent',
          slots: [{ slot: 'measure', expected: 'sum(orders.amount)', found: 'sum(orders.fee)' }],
        },
      }),
      expect.objectContaining({ read_back: expect.objectContaining({ agrees: false }) as unknown }),
    ]);
    expect(report.detailed_results[2]).toMatchObject({
      valid: true,
      read_back: { slots: [{ slot: 'value', expected: 'orders.amount > 6', found: 'orders.amount > 5' }] },
    });
    const summary = [...made.files].find(([file]) => file.endsWith('_summary.log'))?.[1] ?? '';
    expect(summary).toContain('SQL与问题不一致（共2个）');
    expect(summary).toContain('[measure] 问题要求: sum(orders.amount); SQL实际: sum(orders.fee)');
    expect(made.logged.join('\n')).toContain('2 个问答对的 SQL 与问题不一致，按槽位：measure × 1, value × 1');
    expect(qualityFile.schema.parse(JSON.parse(made.files.get('qa_quality.json') ?? '')).read_back).toEqual({
      agree: 1,
      disagree: 2,
      unread: 0,
      disagree_by_slot: { measure: 1, value: 1 },
    });
  });

  it('accuses no statement that was only written in another way', async () => {
    const other =
      'WITH t AS (SELECT customers.city AS town, orders.amount AS a FROM customers, public.orders WHERE customer_id = customers.id ' +
      "AND NOT city = 'c1' AND day BETWEEN '2024-01-01' AND '2024-12-31') SELECT town, ROUND(SUM(a)::numeric, 2) FROM t GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 3;";
    const { pairs } = await validated([await changed('2024 年销售额最高的三个城市？', other, ASKED)]);
    expect(pairs[0]?.evidence).toMatchObject({ read_back: { agrees: true } });
  });

  it('reads a repaired statement again', async () => {
    const { pairs } = await validated([
      await changed(
        '订单数？',
        'SELECT COUNT(*) FROM orders WHERE amont > 5;',
        'SELECT COUNT(*) FROM orders WHERE amount > 5;',
      ),
    ]);
    expect(pairs[0]).toMatchObject({
      sql: 'SELECT COUNT(*) FROM orders WHERE amount > 5;',
      evidence: { read_back: { agrees: true, by: 'intent' } },
    });
  });

  it('holds a repaired statement of a person against the words and the values of the column', async () => {
    const asked = (sql: string): QuestionSqlPair =>
      newPair({ question: '城市为“c99”的客户有多少个？', sql, source: 'uploaded' });
    const wrong = "SELECT COUNT(*) FROM customers WHERE city = 'c99';";
    const [written] = (await validated([asked(wrong)])).pairs;
    const [repaired] = (await validated([asked(wrong.replace('city', 'citty'))])).pairs;
    const differs = { agrees: false, by: 'question', slots: [expect.objectContaining({ slot: 'value' })] };
    expect(written).toMatchObject({ sql: wrong, evidence: { read_back: differs } });
    expect(repaired).toMatchObject({ sql: wrong, evidence: { read_back: differs } });
  });

  it('does not hold a question that a person rewrote against its old intent', async () => {
    const pair = await changed('订单数？', 'SELECT COUNT(*) FROM orders;', 'SELECT MAX(amount) FROM orders;');
    const { pairs } = await validated([{ ...pair, question: '一共有几个订单？' }]);
    expect(pairs[0]?.evidence ?? {}).not.toMatchObject({ read_back: { by: 'intent' } });
  });
});
