import { entity, field, names, value } from './model-builder.js';

export const key = (name = 'id') => field(name, 'integer', names('ID', '编号'), { role: 'key' });
export const reference = (name: string, en: string, zh: string, notNull = true) =>
  field(name, 'integer', names(en, zh), { role: 'reference', notNull, nullShare: notNull ? 0 : 0.1 });
export const name = (en: string, zh: string) => field('name', 'text', names(en, zh));

const COUNTRIES = names('country/countries', '国家');

export const product = entity(
  'product',
  names('product', '产品/种'),
  [
    key(),
    field('name', 'text', names('name', '名称'), {
      values: ['Product 1', 'Product 2', 'Organic Tea 5', 'Organic Tea 10', 'Product 3'].map((text) =>
        value(text, 0.04),
      ),
      distinctCount: 24,
    }),
    reference('category_id', 'category', '类别'),
    reference('supplier_id', 'supplier', '供应商', false),
    field('price', 'numeric(10,2)', names('price', '单价'), {
      role: 'measure',
      additivity: 'unit_price',
      unit: { kind: 'currency', code: 'EUR', field: null },
      range: { min: '5', max: '120' },
      quartiles: ['35', '65', '95'],
      distinctCount: 24,
    }),
    field('stock', 'integer', names('stock', '库存'), {
      role: 'measure',
      additivity: 'semi_additive',
      range: { min: '0', max: '39' },
      quartiles: ['10', '20', '30'],
      distinctCount: 24,
    }),
    field('discontinued', 'boolean', names('discontinued', '是否停产'), {
      role: 'flag',
      values: [value('f', 0.83), value('t', 0.17)],
      valuesComplete: true,
      distinctCount: 2,
    }),
  ],
  { rowCount: 24, importance: 0.8 },
);

export const customer = entity(
  'customer',
  names('customer', '客户/位'),
  [
    key(),
    name('name', '姓名'),
    field('country', 'text', COUNTRIES, {
      role: 'dimension',
      values: ['Germany', 'France', 'Brazil', 'Japan'].map((country) => value(country, 0.25)),
      valuesComplete: true,
      distinctCount: 4,
    }),
    field('segment', 'character(1)', names('segment', '客户类型'), {
      role: 'dimension',
      values: [value('R', 0.8, { en: 'retail', zh: '零售' }), value('K', 0.2, { en: 'key account', zh: '大客户' })],
      valuesComplete: true,
      distinctCount: 2,
    }),
    field('deleted', 'boolean', names('deleted', '是否删除'), { role: 'technical' }),
    reference('referrer_id', 'referrer', '推荐人', false),
  ],
  { rowCount: 40, importance: 0.9, titleRepeats: true, softDelete: { field: 'deleted', alive: '= FALSE' } },
);

export const employee = entity(
  'employee',
  names('employee', '员工/位'),
  [
    key(),
    field('first_name', 'text', names('first name', '名')),
    field('last_name', 'text', names('last name', '姓')),
    reference('manager_id', 'manager', '上级'),
    field('hired_on', 'date', names('hire date', '入职日期'), {
      role: 'time',
      range: { min: '2015-04-11', max: '2017-03-11' },
      distinctCount: 8,
    }),
  ],
  { rowCount: 8, importance: 0.5, title: ['first_name', 'last_name'] },
);

/** Departments are parts of others. */
export const department = entity(
  'department',
  names('department', '部门/个'),
  [key(), name('name', '名称'), reference('parent_id', 'parent', '上级部门', false)],
  { rowCount: 7, importance: 0.2 },
);

export const lookup = (
  table: string,
  en: string,
  zh: string,
  values: readonly string[],
  kind: 'lookup' | 'thing' = 'lookup',
) =>
  entity(
    table,
    names(en, zh),
    [
      key(),
      field('name', 'text', names('name', '名称'), {
        values: values.map((text) => value(text, 1 / values.length)),
        valuesComplete: true,
        distinctCount: values.length,
      }),
    ],
    { kind, rowCount: values.length, importance: 0.3 },
  );

export const supplier = entity(
  'supplier',
  names('supplier', '供应商/家'),
  [
    key(),
    name('name', '名称'),
    field('country', 'text', COUNTRIES, {
      role: 'dimension',
      values: ['Spain', 'Japan', 'Italy'].map((country) => value(country, 1 / 3)),
      valuesComplete: true,
      distinctCount: 3,
    }),
  ],
  { rowCount: 6, importance: 0.5 },
);

export const bundle = entity(
  'bundle',
  names('bundle', '套餐/个'),
  [
    key(),
    name('name', '名称'),
    field('product_ids', 'jsonb', names('products/products', '产品'), { role: 'reference' }),
    field('seasons', 'text[]', names('season', '适用季节'), { values: [value('summer', 0.5), value('winter', 0.3)] }),
    field('details', 'jsonb', names('details/details', '详情')),
  ],
  { rowCount: 8, importance: 0.3 },
);

export const productTag = entity(
  'product_tag',
  names('product tag', '产品标签/个'),
  [reference('product_id', 'product', '产品'), reference('tag_id', 'tag', '标签')],
  { kind: 'link', rowCount: 26, importance: 0.2, key: ['product_id', 'tag_id'], title: [] },
);
