import { describe, expect, it } from '@jest/globals';
import { SchemaNames } from './schema-names.js';
import { chineseFor } from './translate.js';

describe('a measure with what happened to it behind', () => {
  it.each([
    ['qty_allocated', '已分配数量'],
    ['total_qty_allocated', '已分配总数量'],
    ['amount_claimed', '索赔金额'],
    ['total_amount_claimed', '索赔总金额'],
    ['hours_billed', '计费小时数'],
    ['units_scrapped', '报废数量'],
    ['tax_withheld', '代扣税额'],
    ['interest_accrued', '应计利息'],
    ['seats_used', '已用席位数'],
  ])('%s is %s in Chinese', (name, expected) => {
    expect(chineseFor(name.split('_'))).toBe(expected);
  });

  it.each(['record_deleted', 'amount_verified', 'date_allocated'])('%s is no quantity of anything', (name) => {
    expect(chineseFor(name.split('_')) ?? '').not.toMatch(/[数额]$|数量/u);
  });

  it.each([
    ['price_per_mile', '每英里价格'],
    ['cost_per_km', '每公里成本'],
    ['units_per_pallet', '每托盘件数'],
  ])('%s is of each: %s', (name, expected) => {
    expect(chineseFor(name.split('_'))).toBe(expected);
  });

  it('has the noun of its industry', () => {
    const one = (name: string, columns: readonly string[]) => ({
      schema: 'public',
      name,
      comment: null,
      columns: columns.map((column) => ({ name: column, comment: null })),
    });
    const transcript = one('transcripts', ['id', 'credits_earned']);
    const names = new SchemaNames([transcript, one('students', ['id']), one('courses', ['id']), one('exams', ['id'])]);
    expect(names.field(transcript, 'credits_earned').zh.text).toBe('获得学分');
  });
});

describe('who did it', () => {
  it.each([
    ['follow_by', '跟进人'],
    ['picked_by', '拣货人'],
    ['sign_by', '签署人'],
    ['approved_by', '批准人'],
    ['entry_by', '录入人'],
  ])('%s is %s', (name, expected) => {
    expect(chineseFor(name.split('_'))).toBe(expected);
  });
});
