import { expect, it } from '@jest/globals';
import { entity, names, relationship } from '../../../../test/harness/model-builder.js';
import { Names } from './names.js';

it.each([
  ['客户/位', '上级客户'],
  ['部门/个', '上级部门'],
  ['员工/位', '上级'],
])('the parent of %s is a %s', (noun, expected) => {
  const target = entity('node', names('node', noun), [], {});
  const join = relationship('node.parent_id → node.id', { role: names('parent', '上级') });
  expect(new Names('zh', target).role({ relationship: join, direction: 'out', target }).text).toBe(expected);
});
