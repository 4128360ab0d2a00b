import { describe, expect, it } from '@jest/globals';
import { asideOf } from './aside.js';
import { importanceOf, SELDOM_ASKED, UNASKED, type Standing } from './importance.js';

const aside = (table: string, description: string | null = null) => asideOf({ table, description });

describe('asideOf', () => {
  it.each(['employee_pay_history', 'OrdersArchive', '价格历史表'])('knows states of earlier times: %s', (table) => {
    expect(aside(table)).toBe('past');
  });

  it.each(['address', 'personphone', 'product_photos', 'user_settings', '商品图片'])(
    'knows what serves others: %s',
    (table) => {
      expect(aside(table)).toBe('serving');
    },
  );

  it('reads the comment too, and leaves what is asked for itself', () => {
    expect(aside('pms_img', '商品图片表')).toBe('serving');
    expect(['orders', 'photo_shoots', 'history_lessons', 'customer'].map((table) => aside(table))).toEqual(
      Array(4).fill(null),
    );
  });
});

it.each([
  ['demo_contact', null],
  ['acme_demo01_course', null],
  ['example_order', null],
  ['dual', null],
  ['t_shop', '示例订单表'],
  ['test_table', null],
])('knows what only shows features: %s', (table, description) => {
  expect(aside(table, description)).toBe('sample');
});

it.each(['demo_request', 'test_drive', 'test_results', 'sample', 'tests', 'demographics'])(
  'leaves what a business does: %s',
  (table) => {
    expect(aside(table)).toBeNull();
  },
);

describe('importanceOf', () => {
  const standing: Standing = {
    kind: 'thing',
    rowCount: 20_000,
    degree: 6,
    reach: 20,
    measures: 1,
    told: 5,
    isView: false,
    isRepeat: false,
    aside: null,
  };

  it('lets histories be asked seldom, and what serves others not at all', () => {
    expect(importanceOf(standing)).toBeGreaterThan(0.5);
    expect(importanceOf({ ...standing, aside: 'past' })).toBeLessThan(SELDOM_ASKED);
    expect(importanceOf({ ...standing, aside: 'serving' })).toBe(UNASKED);
    expect(importanceOf({ ...standing, aside: 'sample', degree: 0, reach: 0 })).toBe(UNASKED);
  });

  it('asks about addresses where these are all there is, and not about rows that only have keys', () => {
    expect(importanceOf({ ...standing, aside: 'serving', degree: 0, reach: 0 })).toBeGreaterThan(UNASKED);
    expect(importanceOf({ ...standing, told: 0 })).toBe(UNASKED);
    expect(importanceOf({ ...standing, rowCount: 3, degree: 0, reach: 0, measures: 0 })).toBeGreaterThan(SELDOM_ASKED);
  });
});
