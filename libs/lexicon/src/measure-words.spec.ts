import { describe, expect, it } from '@jest/globals';
import { measureWordOf } from './measure-words.js';

describe('the measure word of a noun', () => {
  it.each([
    ['收费单', '张'],
    ['领料单', '张'],
    ['客户名单', '份'],
    ['订单', '笔'],
    ['物业费', '笔'],
    ['回访', '次'],
    ['挂号', '次'],
    ['挂车', '辆'],
    ['购物车', '个'],
    ['药剂师', '位'],
    ['开发商', '家'],
  ])('%s is counted with %s', (noun, expected) => {
    expect(measureWordOf(noun)).toBe(expected);
  });

  it('is never the first word of the noun itself', () => {
    expect(['项目', '研发项目', '批次', '次数'].map(measureWordOf)).toEqual(['个', '项', '个', '个']);
  });
});
