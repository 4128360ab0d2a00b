import { describe, expect, it } from '@jest/globals';
import { restOfName } from './rest-of-name.js';

describe('the rest of a name', () => {
  it.each([
    ['服务区编号', '服务区', '编号'],
    ['会员卡号', '会员', '卡号'],
    ['部门经理', '部门', '经理'],
    ['order line', 'order', ' line'],
  ])('of %s after %s is %s', (name, beginning, rest) => {
    expect(restOfName(name, beginning)).toBe(rest);
  });

  it.each([
    ['服务区域编号', '服务区'],
    ['员工作地', '员工'],
    ['供应商品数', '供应商'],
    ['订单', '订单'],
    ['orders line', 'order'],
    ['客户名称', '订单'],
  ])('%s is no name of a part of %s', (name, beginning) => {
    expect(restOfName(name, beginning)).toBe(name);
  });
});
