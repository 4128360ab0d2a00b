import { entity, field, relationship } from '../../../../test/harness/model-builder.js';
import type { Entity, Field, Metric, Name, Relationship, SemanticModel } from '../model.js';

/** A shop of three tables, made by hand for the tests of the file and its export. */

export function nameOf(en: string, zh: string, plural = `${en}s`): { readonly en: Name; readonly zh: Name } {
  return {
    en: { text: en, plural, measureWord: null, known: true, synonyms: [] },
    zh: { text: zh, plural: zh, measureWord: null, known: true, synonyms: [] },
  };
}

export function fieldOf(name: string, more: Partial<Field> = {}): Field {
  return field(name, 'integer', nameOf(name.replaceAll('_', ' '), name), {
    notNull: false,
    role: 'code',
    nullShare: null,
    evidence: { role: { source: 'name', confidence: 0.9, because: null } },
    ...more,
  });
}

export function entityOf(table: string, fields: readonly Field[], more: Partial<Entity> = {}): Entity {
  return entity(table, nameOf(table.replace(/s$/, ''), table), fields, {
    title: [],
    rowCount: 10,
    evidence: { kind: { source: 'data', confidence: 0.7, because: null } },
    ...more,
  });
}

export function joinOf(from: string, column: string, to: string, more: Partial<Relationship> = {}): Relationship {
  return relationship(`${from}.${column} → ${to}.id`, more);
}

const revenue: Metric = {
  id: 'items_revenue',
  entity: 'public.items',
  name: nameOf('revenue', '销售额', 'revenue'),
  expression: {
    form: 'product',
    factors: [
      { field: 'price', through: null, as: 'plain' },
      { field: 'quantity', through: null, as: 'plain' },
      { field: 'discount', through: null, as: 'one_minus' },
    ],
  },
  additivity: 'additive',
  unit: { kind: 'currency', code: 'CNY', field: null },
  evidence: { source: 'name', confidence: 0.9, because: null },
};

export function shopModel(): SemanticModel {
  const customers = entityOf('customers', [
    fieldOf('id', { role: 'key' }),
    fieldOf('name', { role: 'text', type: 'text', typeCategory: 'S' }),
    fieldOf('deleted', { role: 'flag', type: 'boolean', typeCategory: 'B' }),
  ]);
  const orders = entityOf(
    'orders',
    [
      fieldOf('id', { role: 'key' }),
      fieldOf('customer_id', { role: 'reference' }),
      fieldOf('status', {
        role: 'dimension',
        description: 'State: 0 open, 1 closed # "quoted"',
        values: [
          { value: '0', share: 0.6, meaning: { en: 'open', zh: '处理中' } },
          { value: '1', share: 0.4, meaning: { en: 'closed', zh: '已完成' } },
        ],
        valuesComplete: true,
      }),
      fieldOf('ordered_at', { role: 'time', type: 'timestamp with time zone', typeCategory: 'D' }),
      fieldOf('shipped_at', {
        role: 'time',
        type: 'date',
        typeCategory: 'D',
        nullMeaning: { en: 'not shipped yet', zh: '尚未发货' },
      }),
    ],
    { kind: 'event', time: 'ordered_at', description: 'Orders of customers.' },
  );
  const items = entityOf(
    'items',
    [
      fieldOf('id', { role: 'key' }),
      fieldOf('order_id', { role: 'reference' }),
      fieldOf('seller_id'),
      fieldOf('price', {
        role: 'measure',
        type: 'numeric(10,2)',
        additivity: 'unit_price',
        unit: { kind: 'currency', code: null, field: null },
      }),
      fieldOf('quantity', { role: 'measure', additivity: 'additive' }),
      fieldOf('discount', {
        role: 'measure',
        type: 'real',
        additivity: 'rate',
        unit: { kind: 'share', code: null, field: null },
      }),
    ],
    { kind: 'line' },
  );
  return {
    database: 'shop',
    entities: [customers, items, orders],
    relationships: [
      joinOf('items', 'order_id', 'orders'),
      joinOf('orders', 'customer_id', 'customers', { optional: true }),
      joinOf('items', 'seller_id', 'customers', {
        declared: false,
        standing: 'hint',
        evidence: [{ source: 'data', confidence: 0.6, because: null }],
      }),
    ],
    metrics: [revenue],
  };
}
