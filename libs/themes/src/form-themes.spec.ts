import { describe, expect, it } from '@jest/globals';
import { catalogOf, column, relation } from '../../../test/harness/made-catalog.js';
import {
  entity,
  field,
  metric,
  modelOf,
  names,
  relationship,
  unknownName,
} from '../../../test/harness/model-builder.js';
import type { ByLanguage, Language } from '#libs/language';
import type { Entity, Name, Relationship, SemanticModel } from '#libs/semantic-model';
import { areaOf } from './business-areas.js';
import { formThemes } from './form-themes.js';

const id = field('id', 'integer', names('id', '编号'), { role: 'key' });

function table(name: string, label: ByLanguage<Name>, more: Partial<Entity> = {}): Entity {
  return entity(name, label, [id], { rowCount: 100, ...more });
}

function themesOf(model: SemanticModel, count = 5, language: Language = 'en') {
  const catalog = catalogOf(...model.entities.map((one) => relation(one.table, [column('id', 'integer')])));
  return formThemes(catalog, model, { count, language, businessContext: 'a shop' });
}

const orders = table('orders', names('order', '订单/笔'), { kind: 'event', importance: 0.7 });
const items = entity(
  'items',
  names('order item', '订单明细/条'),
  [
    id,
    field('weight', 'real', names('Product weight.', '重量'), {
      role: 'measure',
      additivity: 'rate',
      label: unknownName('weight'),
    }),
    field('quantity', 'integer', names('quantity', '数量'), { role: 'measure', additivity: 'additive' }),
  ],
  { kind: 'line', importance: 0.75, rowCount: 100 },
);
const staff = table('staff', names('employee', '员工/位'), { importance: 0.4 });
const products = table('products', names('product', '产品'), { importance: 0.5 });
const states = table('states', names('state', '州'), { kind: 'lookup', importance: 0.1 });
const empty = table('surveys', names('survey', '问卷'), { rowCount: 0, importance: 0.01 });
const revenue = metric('revenue', 'items', names('revenue', '销售额'), {
  expression: { form: 'sql', sql: 'quantity' },
});

const shop = modelOf(
  [orders, items, staff, products, states, empty],
  [
    relationship('items.order_id → orders.id'),
    relationship('items.product_id → products.id'),
    relationship('orders.staff_id → staff.id'),
  ],
  [revenue],
);

describe('themes', () => {
  it('are the parts of the business, in its words', () => {
    expect(themesOf(shop).map(({ topicName }) => topicName)).toEqual(['Sales', 'Products', 'People']);
    expect(themesOf(shop, 5, 'zh').map(({ topicName }) => topicName)).toEqual(['销售', '产品', '人员']);
  });

  it('follow the lines of an event, and name the measures of the model', () => {
    const [sales] = themesOf(shop);
    expect(sales?.relatedTables.slice(0, 4)).toEqual([
      'public.orders',
      'public.items',
      'public.staff',
      'public.products',
    ]);
    expect(sales?.bizMetrics).toEqual([
      'revenue',
      'quantity',
      'number of orders',
      'number of order items',
      'number of employees',
    ]);
    expect(themesOf(shop, 5, 'zh')[0]?.bizMetrics).toEqual(['销售额', '数量', '订单数量', '订单明细条数', '员工数量']);
  });

  it('are never about an empty table, a look-up alone or a technical hub', () => {
    const hub = table('tenant', names('tenant', '租户'), { importance: 0.9 });
    const others = Array.from({ length: 10 }, (_, index) =>
      table(`thing_${index}`, unknownName(`thing_${index}`), { importance: 0.3 }),
    );
    const joins = others.map(({ table: name }): Relationship => relationship(`${name}.tenant_id → tenant.id`));
    const themes = themesOf(modelOf([hub, states, empty, ...others], joins), 20);
    const centres = themes.map(({ relatedTables }) => relatedTables[0]);
    expect(centres).toEqual(expect.arrayContaining(['public.thing_0', 'public.thing_9']));
    expect(centres).not.toEqual(expect.arrayContaining(['public.tenant']));
    expect(centres).toHaveLength(10);
    expect(new Set(themes.flatMap(({ relatedTables }) => relatedTables)).size).toBe(13);
  });

  it('exist also where there is nothing but look-ups', () => {
    expect(
      themesOf(modelOf([states, empty], []), 5)
        .flatMap(({ relatedTables }) => relatedTables)
        .sort(),
    ).toEqual(['public.states', 'public.surveys']);
  });

  it.each([
    ['work order', '生产工单', 'Production'],
    ['purchase order', '采购订单', 'Purchasing'],
    ['order shipment', '订单物流', 'Delivery'],
    ['sales order', '销售订单', 'Sales'],
    ['user role', '用户角色', 'Users and permissions'],
    ['planet', '行星', undefined],
    ['oauth2 client', '应用', undefined],
  ])('%s is of the area %s', (en, zh, area) => {
    expect(areaOf({ name: names(en, zh) })?.en).toBe(area);
    expect(areaOf({ name: { ...names(en, zh), en: { ...names(en, zh).en, known: false } } })?.en).toBe(area);
  });
});
