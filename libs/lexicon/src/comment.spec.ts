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
