import { entity, field, names, value } from './model-builder.js';
import { key, reference } from './shop-things.js';

export const orders = entity(
  'orders',
  names('order', '订单/笔'),
  [
    key(),
    field('order_number', 'text', names('order number', '订单号'), { role: 'code' }),
    reference('customer_id', 'customer', '客户'),
    reference('employee_id', 'employee', '员工', false),
    field('order_date', 'date', names('order date', '下单日期'), {
      role: 'time',
      range: { min: '2022-01-02', max: '2023-12-22' },
      quartiles: ['2022-06-30', '2022-12-27', '2023-06-25'],
      distinctCount: 600,
    }),
    field('required_date', 'date', names('required date', '要求到货日期'), {
      role: 'time',
      range: { min: '2022-01-09', max: '2023-12-29' },
      distinctCount: 600,
    }),
    field('shipped_date', 'timestamp without time zone', names('shipped date', '发货时间'), {
      role: 'time',
      notNull: false,
      nullShare: 0.11,
      nullMeaning: { en: 'not shipped yet', zh: '未发货' },
      range: { min: '2022-01-03 09:00:00', max: '2023-12-31 15:00:00' },
      distinctCount: 530,
    }),
    field('status', 'smallint', names('status/statuses', '状态'), {
      role: 'dimension',
      values: [
        value('2', 0.84, { en: 'shipped', zh: '已发货' }),
        value('1', 0.11, { en: 'pending', zh: '待处理' }),
        value('3', 0.05, { en: 'cancelled', zh: '已取消' }),
      ],
      valuesComplete: true,
      distinctCount: 3,
    }),
    field('freight', 'numeric(10,2)', names('freight', '运费'), {
      role: 'measure',
      additivity: 'additive',
      unit: { kind: 'currency', code: 'EUR', field: null },
      range: { min: '0.50', max: '49.50' },
      quartiles: ['12.50', '25.50', '37.50'],
      distinctCount: 50,
    }),
    field('Ship Country', 'text', names('ship country/ship countries', '收货国家'), {
      role: 'dimension',
      notNull: false,
      hasBlanks: true,
      values: ['Germany', 'France', 'Brazil', 'Japan'].map((country) => value(country, 0.23)),
      distinctCount: 4,
    }),
  ],
  { kind: 'event', rowCount: 600, importance: 1, title: ['order_number'], time: 'order_date' },
);

export const orderItem = entity(
  'order_item',
  names('order item', '订单明细/条'),
  [
    reference('order_id', 'order', '订单'),
    reference('product_id', 'product', '产品'),
    field('quantity', 'integer', names('quantity/quantities', '数量'), {
      role: 'measure',
      additivity: 'additive',
      range: { min: '1', max: '10' },
      quartiles: ['3', '5', '8'],
      distinctCount: 10,
    }),
    field('unit_price', 'real', names('unit price', '单价'), {
      role: 'measure',
      additivity: 'unit_price',
      range: { min: '5', max: '120' },
      quartiles: ['35', '65', '95'],
      distinctCount: 24,
    }),
    field('discount', 'real', names('discount', '折扣'), {
      role: 'measure',
      notNull: false,
      nullShare: 0.1,
      additivity: 'rate',
      unit: { kind: 'share', code: null, field: null },
      range: { min: '0', max: '0.1' },
      distinctCount: 2,
    }),
  ],
  { kind: 'line', rowCount: 1500, importance: 0.9, key: ['order_id', 'product_id'], title: [] },
);

export const review = entity(
  'review',
  names('review', '评价/条'),
  [
    key(),
    field('target_type', 'text', names('target type', '对象类型'), { role: 'technical' }),
    reference('target_id', 'target', '对象'),
    field('rating', 'integer', names('rating', '评分'), {
      role: 'measure',
      additivity: 'rate',
      range: { min: '1', max: '5' },
      quartiles: ['2', '3', '4'],
      distinctCount: 5,
    }),
    field('posted_at', 'timestamp without time zone', names('posted time', '发表时间'), {
      role: 'time',
      range: { min: '2023-01-02 15:00:00', max: '2023-07-13 18:00:00' },
      distinctCount: 150,
    }),
  ],
  { kind: 'event', rowCount: 150, importance: 0.4, title: [], time: 'posted_at' },
);

export const stockLevel = entity(
  'stock_level',
  names('stock level', '库存记录/条'),
  [
    field('warehouse', 'text', names('warehouse', '仓库'), {
      role: 'dimension',
      values: [value('North', 0.5), value('South', 0.5)],
      valuesComplete: true,
      distinctCount: 2,
    }),
    reference('product_id', 'product', '产品'),
    field('counted_on', 'date', names('count date', '盘点日期'), {
      role: 'time',
      range: { min: '2023-01-31', max: '2023-06-20' },
      distinctCount: 6,
    }),
    field('pieces', 'integer', names('pieces/pieces', '件数'), {
      role: 'measure',
      additivity: 'semi_additive',
      range: { min: '0', max: '49' },
      quartiles: ['15', '26', '40'],
      distinctCount: 50,
    }),
  ],
  {
    kind: 'snapshot',
    rowCount: 288,
    importance: 0.4,
    key: ['warehouse', 'product_id', 'counted_on'],
    title: [],
    time: 'counted_on',
  },
);
