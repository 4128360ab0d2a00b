import { runInNewContext } from 'node:vm';
import { describe, expect, it, jest } from '@jest/globals';
import { WordSplitter } from './split-words.js';
import { randomText, type TextKind } from './random-text.fixture.js';
import { builtInTable } from './word-table.js';

const splitter = new WordSplitter(builtInTable());

describe('the words of a text', () => {
  it.each([
    ['order_item_id', 'order item id'],
    ['orderItemId', 'order item id'],
    ['HTTPStatusCode', 'http status code'],
    ['CUSTOMERNAME', 'customer name'],
    ['weightunitmeasurecode', 'weight unit measure code'],
    ['productsubcategory', 'product subcategory'],
    ['userid', 'user id'],
    ['mgrid', 'mgr id'],
    ['invtrxdt', 'inv trx dt'],
    ['custacctbal', 'cust acct bal'],
    ['t2.amount2024', 't 2 amount 2024'],
    ['最近一个月的订单金额', '最近 一个月 的 订单 金额'],
    ['每位患者的诊断和治疗', '每位 患者 的 诊断 和 治疗'],
    ['各州的平均时长', '各 州 的 平均 时长'],
    ['abc_表', 'abc 表'],
    ['paid with WeChat', 'paid with wechat'],
    ['YouTube', 'youtube'],
    ['orderOf', 'order of'],
    ['UserName', 'user name'],
    ['訂單明細與客戶電話', '订单 明细 与 客户 电话'],
    ['庫存數量', '库存 数量'],
    ['著名的乾隆瓷器', '著名 的 乾隆 瓷器'],
    ['merchant IDs, DVDs', 'merchant id dvd'],
    ['userIDs', 'user id'],
    ['GPS', 'gps'],
    ['naïve café', 'naïve café'],
    ['заказы клиентов', 'заказы клиентов'],
  ])('of %j', (text, words) => {
    expect(splitter.split(text)).toEqual(words.split(' '));
  });

  it('keeps a character outside the basic plane whole', () => {
    expect(splitter.split('𠮷𠮷').every((word) => word.isWellFormed())).toBe(true);
  });

  it('are split in time in proportion to the text: a run of capitals', () => {
    const capitals = 'A'.repeat(400_000);
    // The deadline ends a test that would take minutes; the text takes some milliseconds.
    expect(runInNewContext('split()', { split: () => splitter.split(capitals) }, { timeout: 30_000 })).toHaveLength(1);
  });

  it.each<TextKind>(['names', 'words', 'digits', 'han', 'mixed'])(
    'are looked up in proportion to the text, a few for each letter: %s that no table has',
    (kind) => {
      const lookUp = jest.spyOn(builtInTable(), 'logFrequency');
      const lookUps = [20_000, 40_000].map((length) => {
        lookUp.mockClear();
        new WordSplitter(builtInTable()).split(randomText(kind, length));
        return lookUp.mock.calls.length;
      });
      lookUp.mockRestore();
      const [once = 0, twice = 0] = lookUps;
      expect(once).toBeLessThan(20_000 * 5);
      expect(twice).toBeLessThanOrEqual(2.5 * once);
    },
  );

  it.each(['', ' \n', '!?—。'])('is none of %j', (text) => {
    expect(splitter.split(text)).toEqual([]);
  });
});
