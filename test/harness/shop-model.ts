import type { SemanticModel } from '#libs/semantic-model';
import { metric, modelOf, names, relationship } from './model-builder.js';
import { orderItem, orders, review, stockLevel } from './shop-events.js';
import { bundle, customer, department, employee, lookup, product, productTag, supplier } from './shop-things.js';

/** A shop whose tables are those of `SHOP_SQL`: every form of join, kind of entity and role of field that intents know. */
export function shopModel(): SemanticModel {
  return modelOf(
    [
      lookup('category', 'category/categories', '类别/个', ['Beverages', 'Produce', 'Seafood', 'Dairy']),
      supplier,
      product,
      lookup('tag', 'tag', '标签/个', ['organic', 'new', 'vegan', 'imported']),
      productTag,
      customer,
      employee,
      orders,
      orderItem,
      review,
      bundle,
      stockLevel,
      department,
    ],
    [
      relationship('orders.customer_id → customer.id', { distinctCount: 38 }),
      relationship('orders.employee_id → employee.id', { optional: true, distinctCount: 8 }),
      relationship('order_item.order_id → orders.id', { distinctCount: 600 }),
      relationship('order_item.product_id → product.id', { distinctCount: 24 }),
      relationship('product.category_id → category.id', { distinctCount: 4 }),
      relationship('product.supplier_id → supplier.id', { optional: true, distinctCount: 6 }),
      relationship('product_tag.product_id → product.id', { distinctCount: 20 }),
      relationship('product_tag.tag_id → tag.id', { distinctCount: 4 }),
      relationship('customer.referrer_id → customer.id', {
        optional: true,
        role: names('referrer', '推荐人/位'),
        distinctCount: 11,
      }),
      relationship('employee.manager_id → employee.id', {
        optional: true,
        noneValue: '0',
        role: names('manager', '上级/位'),
        declared: false,
        distinctCount: 4,
      }),
      relationship('review.target_id → product.id', {
        id: 'review_product',
        condition: { field: 'target_type', value: 'product' },
        declared: false,
        distinctCount: 24,
      }),
      relationship('review.target_id → orders.id', {
        id: 'review_order',
        condition: { field: 'target_type', value: 'order' },
        declared: false,
        distinctCount: 50,
      }),
      relationship('bundle.product_ids → product.id', { elements: 'json', declared: false, distinctCount: 20 }),
      relationship('stock_level.product_id → product.id', { distinctCount: 24 }),
      relationship('department.parent_id → department.id', {
        optional: true,
        role: names('parent', '上级部门/个'),
        distinctCount: 3,
      }),
    ],
    [
      metric('order_item_revenue', 'order_item', names('revenue/revenue', '销售额'), {
        unit: { kind: 'currency', code: 'EUR', field: null },
        expression: {
          form: 'product',
          factors: [
            { field: 'unit_price', through: null, as: 'plain' },
            { field: 'quantity', through: null, as: 'plain' },
            { field: 'discount', through: null, as: 'one_minus' },
          ],
        },
      }),
      metric('orders_days_late', 'orders', names('days late/days late', '延误天数'), {
        additivity: 'rate',
        unit: { kind: 'duration', code: 'day', field: null },
        expression: { form: 'duration', from: 'required_date', to: 'shipped_date' },
      }),
      metric('orders_days_to_ship', 'orders', names('delivery time/delivery times', '发货天数'), {
        additivity: 'rate',
        unit: { kind: 'duration', code: 'day', field: null },
        expression: { form: 'duration', from: 'order_date', to: 'shipped_date' },
      }),
    ],
  );
}
