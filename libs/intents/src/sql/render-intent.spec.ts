import { describe, expect, it } from '@jest/globals';
import { ModelIndex, type Entity, type Relationship } from '#libs/semantic-model';
import { entity, field, metric, modelOf, names, relationship } from '../../../../test/harness/model-builder.js';
import { shopModel } from '../../../../test/harness/shop-model.js';
import { intentOf, type Path } from '../intent.js';
import { fieldRef, metricRef, stepsIn, stepsOut } from '../paths.js';
import { renderIntent } from './render-intent.js';

const shop = new ModelIndex(shopModel());
const count = [{ form: 'count' }] as const;

function table(name: string, index = shop): Entity {
  const found = index.entity(`public.${name}`);
  if (!found) {
    throw new Error(`no ${name}`);
  }
  return found;
}

/** `review → product → category`, `product ← review` */
function way(text: string, index = shop): { readonly subject: Entity; readonly path: Path } {
  const [first = '', ...rest] = text.split(' ');
  const subject = table(first, index);
  let path: Path = [];
  for (let at = 0; at < rest.length; at += 2) {
    const from = path.at(-1)?.target ?? subject;
    const steps = rest[at] === '→' ? stepsOut(index, from) : stepsIn(index, from);
    const step = steps.find(({ target }) => target.table === rest[at + 1]);
    if (!step) {
      throw new Error(`no way ${text}`);
    }
    path = [...path, step];
  }
  return { subject, path };
}

function ref(text: string, name: string, index = shop): ReturnType<typeof fieldRef> {
  const { subject, path } = way(text, index);
  const found = (path.at(-1)?.target ?? subject).fields.find((own) => own.name === name);
  if (!found) {
    throw new Error(`no ${name}`);
  }
  return fieldRef(subject, path, found);
}

const sqlOf = (intent: Parameters<typeof renderIntent>[0]): string => renderIntent(intent, 'en').sql;

describe('renderIntent', () => {
  it('joins polymorphic references under their condition', () => {
    const { subject, path } = way('review → product');
    const dimension = { form: 'entity', path, entity: table('product'), withEmpty: false } as const;
    expect(sqlOf(intentOf(subject, { measures: count, dimensions: [dimension] }))).toBe(
      "SELECT p.name AS product_name, COUNT(*) AS number_of_reviews FROM review r JOIN product p ON r.target_id = p.id AND r.target_type = 'product' GROUP BY p.name",
    );
  });

  it('joins the elements of JSON lists', () => {
    const { subject, path } = way('bundle → product');
    const dimension = { form: 'entity', path, entity: table('product'), withEmpty: false } as const;
    expect(sqlOf(intentOf(subject, { measures: count, dimensions: [dimension] }))).toContain(
      'JOIN product p ON p.id::text IN (SELECT jsonb_array_elements_text(b.product_ids::jsonb))',
    );
  });

  it('never counts a row twice: a condition on several linked rows is EXISTS', () => {
    const where = {
      form: 'compare',
      of: ref('customer ← orders', 'status'),
      by: '=',
      value: { value: '1', meaning: null },
    } as const;
    expect(sqlOf(intentOf(table('customer'), { measures: count, where }))).toBe(
      'SELECT COUNT(*) AS number_of_customers FROM customer c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND o.status = 1) AND c.deleted = FALSE',
    );
  });

  it('reads an empty reference from its column, with the value that means none', () => {
    const where = { form: 'exists', path: way('employee → employee').path, where: null, negated: true } as const;
    expect(sqlOf(intentOf(table('employee'), { measures: count, where }))).toBe(
      'SELECT COUNT(*) AS number_of_employees FROM employee WHERE COALESCE(manager_id, 0) = 0',
    );
  });

  it('goes over link tables to what is missing', () => {
    const where = {
      form: 'exists',
      path: way('product ← product_tag → tag').path,
      where: {
        form: 'compare',
        of: fieldRef(table('tag'), [], ref('tag', 'name').field),
        by: '=',
        value: { value: 'vegan', meaning: null },
      },
      negated: true,
    } as const;
    expect(sqlOf(intentOf(table('product'), { where }))).toBe(
      "SELECT p.name FROM product p WHERE NOT EXISTS (SELECT 1 FROM product_tag pt JOIN tag t ON pt.tag_id = t.id WHERE pt.product_id = p.id AND t.name = 'vegan')",
    );
  });

  it('counts back from the last value in the data', () => {
    const where = {
      form: 'period',
      of: ref('orders', 'order_date'),
      period: { unit: 'last', count: 30, of: 'day' },
    } as const;
    expect(sqlOf(intentOf(table('orders'), { measures: count, where }))).toBe(
      "SELECT COUNT(*) AS number_of_orders FROM orders WHERE order_date > (SELECT MAX(order_date) FROM orders) - INTERVAL '30 days'",
    );
  });

  it('refuses a sum over rows that a join repeats', () => {
    const { subject, path } = way('customer ← orders → employee');
    const dimension = { form: 'entity', path, entity: table('employee'), withEmpty: false } as const;
    const of = ref('orders', 'freight');
    expect(() =>
      renderIntent(
        intentOf(subject, { measures: [{ form: 'aggregate', by: 'sum', of }], dimensions: [dimension] }),
        'en',
      ),
    ).toThrow('joined several times');
    expect(sqlOf(intentOf(subject, { measures: count, dimensions: [dimension] }))).toContain('COUNT(DISTINCT c.id)');
  });

  it('compares columns of different types as text, composite keys column by column, and quotes names', () => {
    const key = field('No', 'integer', names('number', '编号'), { role: 'key' });
    const parent = entity('Branch', names('branch/branches', '分行'), [key, { ...key, name: 'bank' }], {
      key: ['bank', 'No'],
      title: ['No'],
    });
    const child = entity(
      'teller',
      names('teller', '柜员'),
      [
        field('id', 'integer', names('ID', '编号')),
        field('branch', 'text', names('branch', '分行')),
        { ...key, name: 'bank' },
      ],
      {},
    );
    const join: Relationship = {
      ...relationship('teller.branch → Branch.No'),
      fromFields: ['bank', 'branch'],
      toFields: ['bank', 'No'],
    };
    const index = new ModelIndex(modelOf([parent, child], [join]));
    const { subject, path } = way('teller → Branch', index);
    const dimension = { form: 'entity', path, entity: parent, withEmpty: false } as const;
    const { sql, columns, joins } = renderIntent(intentOf(subject, { measures: count, dimensions: [dimension] }), 'zh');
    expect(sql).toContain('JOIN "Branch" b ON t.bank = b.bank AND t.branch::text = b."No"::text');
    expect(sql).toContain('COUNT(*) AS "柜员数"');
    expect(columns).toEqual(expect.arrayContaining(['public.teller.branch', 'public.Branch.No']));
    expect(joins).toEqual(['public.teller:teller_branch_fkey']);
  });

  it('qualifies the columns of an expression that a person wrote, and leaves its texts alone', () => {
    const made = metric('net', 'orders', names('net/net', '净额'), {
      expression: { form: 'sql', sql: `freight - CASE WHEN "Ship Country" = 'freight' THEN 1 ELSE round(freight) END` },
    });
    const of = metricRef(shop, table('orders'), [], made);
    const dimension = { form: 'field', of: ref('orders → customer', 'country') } as const;
    if (!of) {
      throw new Error('no metric');
    }
    expect(
      sqlOf(intentOf(table('orders'), { measures: [{ form: 'aggregate', by: 'sum', of }], dimensions: [dimension] })),
    ).toContain(`SUM((o.freight - CASE WHEN o."Ship Country" = 'freight' THEN 1 ELSE round(o.freight) END))`);
  });
});
