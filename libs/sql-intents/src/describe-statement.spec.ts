import { describe, expect, it } from '@jest/globals';
import { ModelIndex } from '#libs/semantic-model';
import { KnownRelations } from '#libs/sql-safety';
import { shopModel } from '../../../test/harness/shop-model.js';
import { describeStatement, type Described, type NotDescribed } from './index.js';

const model = shopModel();
const options = {
  index: new ModelIndex(model),
  known: new KnownRelations(
    model.entities.map(({ schema, table, fields }) => ({ schema, name: table, columns: fields })),
  ),
  language: 'en' as const,
};

async function questionOf(sql: string): Promise<string> {
  const found = await describeStatement(sql, options);
  if (isDescribed(found)) {
    const [{ questions }] = found as [Described];
    return questions.en ?? '';
  }
  return `no: ${found.slots.join(' + ')}`;
}

function isDescribed(found: readonly Described[] | NotDescribed): found is readonly Described[] {
  return Array.isArray(found);
}

describe('describeStatement', () => {
  it.each([
    ['SELECT count(*) FROM orders WHERE status = 1', 'How many pending orders are there?'],
    ['SELECT count(id) FROM orders WHERE status = $1', 'How many shipped orders are there?'],
    [
      'SELECT c.country, count(*) FROM orders o JOIN customer c ON o.customer_id = c.id AND NOT c.deleted GROUP BY 1',
      'How many orders are there for each customer country?',
    ],
    [
      'SELECT c.country, count(*) FROM orders o, customer c WHERE o.customer_id = c.id GROUP BY c.country',
      'no: condition',
    ],
    [
      'SELECT name FROM customer WHERE NOT deleted AND id NOT IN (SELECT customer_id FROM orders)',
      'Which customers have never placed an order?',
    ],
    [
      'SELECT c.name FROM customer c LEFT JOIN orders o ON o.customer_id = c.id WHERE o.id IS NULL AND NOT c.deleted',
      'Which customers have never placed an order?',
    ],
    [
      'SELECT sum(freight) FROM orders WHERE order_date >= $1 AND order_date < $2',
      'What was the total freight on orders in 2023?',
    ],
    [
      `SELECT sum(freight) FROM orders WHERE order_date BETWEEN '2023-01-01' AND '2023-12-31'`,
      'What was the total freight on orders in 2023?',
    ],
    [
      `SELECT date_trunc('month', order_date), count(*) FROM orders GROUP BY 1 ORDER BY 1`,
      'How many orders were there in each month?',
    ],
    [
      `SELECT count(*) FROM orders WHERE order_date >= now() - interval '30 days'`,
      'How many orders were there in the 30 days up to the latest order?',
    ],
    ['SELECT * FROM orders WHERE id = $1', 'no: value'],
    ['SELECT * FROM orders LIMIT $1 OFFSET $2', 'no: limit'],
    ['SELECT * FROM orders ORDER BY freight DESC LIMIT 10', 'Which ten orders have the highest freight?'],
    ['SELECT sum(freight * 2) FROM orders', 'no: measure'],
    ['SELECT count(*), rank() OVER (ORDER BY count(*)) FROM orders GROUP BY status', 'no: window'],
    ['SELECT id FROM orders UNION SELECT id FROM customer', 'no: set'],
    ['SELECT count(*) FROM orders o JOIN product p ON p.id = o.id', 'no: join'],
    ['SELECT count(*) FROM orders, customer', 'no: join'],
    ['SELECT name FROM customer WHERE email = $1', 'no: column'],
    ['SELECT status, min(order_date) - max(order_date) FROM orders GROUP BY status', 'no: column'],
    [
      'SELECT status, count(*) FROM orders GROUP BY status HAVING count(*) > 31',
      'Which statuses have more than 5 orders?',
    ],
    ['SELECT status, count(*) FROM orders GROUP BY status HAVING sum(freight) > 31', 'no: value'],
    ['SELECT status, "Ship Country", count(*) FROM orders GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 5', 'no: group'],
    [
      'SELECT DISTINCT c.id FROM customer c JOIN orders o ON o.customer_id = c.id WHERE NOT c.deleted',
      'Which customers placed orders?',
    ],
    [`SELECT count(*) FROM orders WHERE status = 'nobody-knows-this'`, 'How many shipped orders are there?'],
    [
      `SELECT p.name, count(*) FROM review r JOIN product p ON p.id = r.target_id AND r.target_type = 'product' GROUP BY p.name`,
      'How many reviews does each product have?',
    ],
    ['SELECT count(*) FROM review r JOIN product p ON p.id = r.target_id', 'no: join'],
  ])('%s', async (sql, question) => {
    await expect(questionOf(sql)).resolves.toBe(question);
  });

  it('tells no day of a sensitive column, whatever the model still knows of it', async () => {
    const entities = model.entities.map((entity) => ({
      ...entity,
      fields: entity.fields.map((field) =>
        field.name === 'order_date' ? { ...field, role: 'sensitive' as const, sensitive: 'person' as const } : field,
      ),
    }));
    const hidden = { ...options, index: new ModelIndex({ ...model, entities }) };
    for (const condition of [
      'order_date >= $1 AND order_date < $2',
      "order_date BETWEEN '2023-01-01' AND '2023-12-31'",
    ]) {
      const found = await describeStatement(`SELECT sum(freight) FROM orders WHERE ${condition}`, hidden);
      expect(found).toMatchObject({ slots: ['period'] });
    }
  });

  it('writes both languages, and no value of the statement that the profile does not show', async () => {
    const found = await describeStatement("SELECT count(*) FROM orders WHERE status = '13800001234'", options);
    expect(isDescribed(found)).toBe(true);
    expect(found).toMatchObject([{ questions: { en: 'How many shipped orders are there?' } }, {}, {}]);
    expect(
      JSON.stringify((found as Described[]).map(({ questions, candidate: { sql } }) => [questions, sql])),
    ).not.toContain('13800001234');
    expect((found as Described[])[0]?.questions.zh).toBe('已发货的订单有多少笔？');
  });
});
