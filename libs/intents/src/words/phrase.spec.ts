import { describe, expect, it } from '@jest/globals';
import { ModelIndex, type Entity, type SemanticModel } from '#libs/semantic-model';
import { names, unknownName } from '../../../../test/harness/model-builder.js';
import { shopModel } from '../../../../test/harness/shop-model.js';
import { intentOf, type Condition, type FieldRef } from '../intent.js';
import { fieldRef, stepsOut } from '../paths.js';
import { isClear } from './clear.js';
import { phrase, phrases } from './phrase.js';

const index = new ModelIndex(shopModel());

function entity(table: string, from: ModelIndex = index): Entity {
  const found = from.entity(`public.${table}`);
  if (!found) {
    throw new Error(`no ${table}`);
  }
  return found;
}

/** `orders.freight`, `orders>customer.country` */
function ref(text: string): FieldRef {
  const [way = '', name] = text.split('.');
  const [table = '', ...targets] = way.split('>');
  const subject = entity(table);
  const path = targets.reduce<FieldRef['path']>((steps, target) => {
    const step = stepsOut(index, steps.at(-1)?.target ?? subject).find((next) => next.target.table === target);
    return step ? [...steps, step] : steps;
  }, []);
  const field = (path.at(-1)?.target ?? subject).fields.find((own) => own.name === name);
  if (!field) {
    throw new Error(`no ${text}`);
  }
  return fieldRef(subject, path, field);
}

const is = (text: string, value: string): Condition => {
  const of = ref(text);
  const meaning = of.field.values.find((own) => own.value === value)?.meaning ?? null;
  return { form: 'compare', of, by: '=', value: { value, meaning } };
};

const CONDITIONS: readonly (readonly [Condition, string, string])[] = [
  [is('orders.status', '2'), 'How many shipped orders are there?', '已发货的订单有多少笔？'],
  [
    is('orders>customer.country', 'Germany'),
    'How many orders are there from customers in Germany?',
    '来自“Germany”的客户的订单有多少笔？',
  ],
  [
    { form: 'null', of: ref('orders.shipped_date'), negated: false },
    'How many orders have not been shipped yet?',
    '未发货的订单有多少笔？',
  ],
  [
    { form: 'compare', of: ref('orders.freight'), by: '>', value: { value: '20', meaning: null } },
    'How many orders have freight above €20?',
    '运费超过 20 欧元的订单有多少笔？',
  ],
  [
    { form: 'period', of: ref('orders.order_date'), period: { unit: 'quarter', year: 2023, quarter: 2 } },
    'How many orders were there in the second quarter of 2023?',
    '2023年第二季度一共有多少笔订单？',
  ],
  [
    { form: 'period', of: ref('orders.shipped_date'), period: { unit: 'month', year: 2023, month: 5 } },
    'How many orders were shipped in May 2023?',
    '2023年5月发货的订单有多少笔？',
  ],
  [
    {
      form: 'columns',
      of: ref('orders.shipped_date'),
      by: '>',
      other: ref('orders.required_date'),
      isLate: true,
    },
    'How many orders were shipped after the required date?',
    '延误订单有多少笔？',
  ],
];

describe('phrase', () => {
  it.each(CONDITIONS)('speaks conditions by their meaning: %#', (where, en, zh) => {
    const intent = intentOf(entity('orders'), { measures: [{ form: 'count' }], where });
    expect(phrase(intent, 'en')).toBe(en);
    expect(phrase(intent, 'zh')).toBe(zh);
  });

  it('speaks a flag as a state', () => {
    const intent = intentOf(entity('product'), {
      measures: [{ form: 'count' }],
      where: is('product.discontinued', 't'),
    });
    expect(phrase(intent, 'en')).toBe('How many discontinued products are there?');
    expect(phrase(intent, 'zh')).toBe('已停产的产品有多少种？');
  });

  it('puts the unit behind the number, in the words of the language', () => {
    const { field, path } = ref('order_item.quantity');
    const length = {
      ...field,
      label: names('playing time', '时长(毫秒)'),
      unit: { kind: 'duration', code: 'millisecond', field: null },
    };
    const item = entity('order_item');
    const of: FieldRef = { form: 'field', path, entity: item, field: length };
    const where = { form: 'compare', of, by: '>', value: { value: '300', meaning: null } } as const;
    const intent = intentOf(item, { measures: [{ form: 'count' }], where });
    expect(phrase(intent, 'en')).toBe('How many order items have a playing time of more than 300 milliseconds?');
    expect(phrase(intent, 'zh')).toBe('时长超过 300 毫秒的订单明细有多少条？');
  });

  it('has several wordings', () => {
    const intent = intentOf(entity('orders'), { measures: [{ form: 'count' }] });
    expect(phrases(intent, 'en')).toEqual(['How many orders are there?', 'Count the orders.', 'Number of orders']);
    expect(phrase(intent, 'en', 4)).toBe('Count the orders.');
  });

  it('asks nothing with a name that the language does not have; a table stands as an identifier', () => {
    const model = withNames('supplier', unknownName('spl'), { country: unknownName('ctry') });
    const supplier = entity('supplier', new ModelIndex(model));
    const [, , country] = supplier.fields;
    const count = intentOf(supplier, { measures: [{ form: 'count' }] });
    expect(phrase(count, 'en')).toContain('`supplier`');
    expect(phrase(count, 'zh')).toContain('`supplier`');
    const by = { ...count, dimensions: [{ form: 'field', of: fieldRef(supplier, [], country ?? fail()) }] as const };
    expect(phrases(by, 'en')).toEqual([]);
    expect(phrases(by, 'zh')).toEqual([]);
  });
});

describe('isClear', () => {
  it('is false for a column that has the name of another one of its entity, in that language only', () => {
    const model = withNames('orders', names('order', '订单/笔'), { 'Ship Country': names('destination', '状态') });
    const orders = entity('orders', new ModelIndex(model));
    const intent = intentOf(orders, {
      measures: [{ form: 'count' }],
      dimensions: orders.fields
        .filter(({ name }) => name === 'status')
        .map((field) => ({ form: 'field', of: fieldRef(orders, [], field) })),
    });
    expect(isClear(intent, 'en')).toBe(true);
    expect(isClear(intent, 'zh')).toBe(false);
  });
});

function fail(): never {
  throw new Error('no such field');
}

function withNames(
  table: string,
  name: Entity['name'],
  labels: Readonly<Record<string, ReturnType<typeof names>>>,
): SemanticModel {
  const model = shopModel();
  const entities = model.entities.map((own) =>
    own.table === table
      ? { ...own, name, fields: own.fields.map((field) => ({ ...field, label: labels[field.name] ?? field.label })) }
      : own,
  );
  return { ...model, entities };
}
