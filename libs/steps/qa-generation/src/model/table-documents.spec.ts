import { describe, expect, it } from '@jest/globals';
import { fitDocuments } from './table-documents.js';

const ZH = `## sale（销售）
sale 表
字段列表：
- id (integer) [主键, 非空] [示例: 1, 2]
- shop_id (integer) - 门店编号 [外键, 非空] [示例: 3]
- amount (numeric(12,2)) - 销售金额 [示例: 12.50]
- spare (text) [示例: x]
字段补充说明：
- id 为主键
- spare 存储JSON格式数据
数据概况：
- amount：无空值，范围 1 ~ 99，常见值 5（3%）
- spare：无空值
表间关系：
- 引用 shop：sale.shop_id = shop.id`;

const EN = `## sale (table)
sale table
Columns:
- id (integer) - ID [primary key, not null] [examples: 1, 2]
- amount (numeric(12,2)) - amount of the sale [examples: 12.50]
- spare (text) [examples: x]
Notes:
- spare holds JSON
Data profile:
- amount: never null, from 1 to 99, most frequent 5 (3%)
- spare: never null
Relations:
- refers to shop: sale.shop_id = shop.id
- referred to by line: line.sale_id = sale.id`;

describe('fitDocuments', () => {
  it('leaves alone what fits', () => {
    expect(fitDocuments([ZH, EN], 10_000)).toBe(`${ZH}\n\n${EN}`);
  });

  it.each([
    ['zh', ZH],
    ['en', EN],
  ])(
    'lets examples go first, then what says little, then comments and values, keys and relations last: %s',
    (_, text) => {
      const lean = text.replace(/ \[(示例|examples): [^\]]*\]/g, '');
      expect(fitDocuments([text], text.length - 1)).toBe(lean);
      const lines = lean.split('\n');
      const fading: string[][] = [];
      for (let budget = lean.length; budget > 0; budget -= 1) {
        const kept = new Set(fitDocuments([text], budget).split('\n'));
        const gone = lines.filter((line) => !kept.has(line) && !fading.flat().includes(line));
        if (gone.length > 0) {
          fading.push(gone);
        }
      }
      const order = fading.flat();
      const last = (pattern: RegExp): number => order.findLastIndex((line) => pattern.test(line));
      const first = (pattern: RegExp): number => order.findIndex((line) => pattern.test(line));
      expect(last(/^- spare/)).toBeLessThan(first(/^- amount/));
      expect(last(/^- amount/)).toBeLessThan(first(/^- (id|shop_id|引用|refers|referred)/));
    },
  );

  it('stays within the budget', () => {
    const many = Array.from({ length: 20 }, () => ZH);
    for (const budget of [5_000, 2_000, 1_000]) {
      expect(fitDocuments(many, budget).length).toBeLessThanOrEqual(budget);
    }
  });
});
