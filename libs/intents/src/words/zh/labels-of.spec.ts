import { expect, it } from '@jest/globals';
import type { Entity } from '#libs/semantic-model';
import { ownLabelZh } from './labels-of.js';

const entity = (text: string) => ({ name: { zh: { text } } }) as Entity;

it.each([
  ['产品', '产品名称', '名称'],
  ['服务区', '服务区编号', '编号'],
])('a %s has, of the label %s, a %s', (noun, label, own) => {
  expect(ownLabelZh(entity(noun), label)).toBe(own);
});

it.each([
  ['服务区', '服务区域编号'],
  ['员工', '员工作地点'],
  ['产品', '产品名'],
])('a %s has a %s: no word of it is cut', (noun, label) => {
  expect(ownLabelZh(entity(noun), label)).toBe(label);
});
