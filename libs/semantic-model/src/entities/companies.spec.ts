import { expect, it } from '@jest/globals';
import { names } from '../../../../test/harness/model-builder.js';
import { ofCompanies } from './companies.js';

const titled = (name: string, comment: string | null = null) => [{ words: name.split('_'), column: { name, comment } }];

it.each([
  ['company_name', null, '客户/位', '家'],
  ['organisation_name', null, '会员/位', '家'],
  ['name', '单位名称', '投保人/位', '家'],
  ['customer_name', null, '客户/位', '位'],
  ['company_name', null, '合同/份', '份'],
])('who is called by %s (%s): %s', (title, comment, noun, measureWord) => {
  expect(ofCompanies(names('one', noun), titled(title, comment)).zh.measureWord).toBe(measureWord);
});
