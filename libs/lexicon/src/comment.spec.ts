import { expect, it } from '@jest/globals';
import { commentLabel } from './comment.js';

it.each([
  ['性别 M男 F女', '性别'],
  ['收支方向 I 收入 O 支出', '收支方向'],
  ['商户 id', '商户 id'],
  ['楼栋 A座', '楼栋 A座'],
])('%s: codes with their meanings are no part of the label', (comment, label) => {
  expect(commentLabel(comment)?.text).toBe(label);
});

it.each([
  ['账期 YYYYMM', '账期'],
  ['出生日期yyyy-MM-dd', '出生日期'],
  ['营业时间 HH:mm', '营业时间'],
  ['医嘱 MM', '医嘱 MM'],
  ['学期如2024-1', '学期'],
  ['机位比如 B12', '机位'],
  ['自如 App 订单', '自如 App 订单'],
])('%s: how the value is written is no part of the label', (comment, label) => {
  expect(commentLabel(comment)?.text).toBe(label);
});

it.each([
  ['住户/租客', '住户'],
  ['外出/调休登记', '外出登记'],
  ['进货/退货时间（精确到分）', '进货时间'],
  ['供货商／厂家', '供货商'],
  ['时速公里/小时', '时速公里/小时'],
  ['收/发货人', '收/发货人'],
])('%s: of two names people say one', (comment, label) => {
  expect(commentLabel(comment)?.text).toBe(label);
});
