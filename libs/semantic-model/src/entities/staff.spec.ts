import { expect, it } from '@jest/globals';
import { catalogOf, column as columnOf, relation } from '../../../../test/harness/made-catalog.js';
import { entity, field, names } from '../../../../test/harness/model-builder.js';
import { deriveSemanticModel } from '../derive.js';
import { withStaff } from './staff.js';

const column = (label: string) => field(label.replace(/ /g, '_'), 'text', names(label, '列'));
const users = (label: string, description: string | null = null) =>
  entity('app_users', names('user', '用户/位'), [column('login'), column(label)], { description });
const called = (...tables: Parameters<typeof withStaff>[0]): string[] =>
  withStaff(tables).map(({ name }) => `${name.en.text} ${name.zh.text}`);

it('calls users with a job employees', () => {
  expect(called(users('job title'))).toEqual(['employee 员工']);
  expect(called(users('hire date'))).toEqual(['employee 员工']);
});

it('leaves users of a shop, those that a comment names, and those next to employees', () => {
  expect(called(users('birth date'))).toEqual(['user 用户']);
  expect(called(users('job title', '用户信息表'))).toEqual(['user 用户']);
  const staff = entity('staff', names('staff member', '职员/位'), [], {});
  expect(called(users('job title'), staff)).toEqual(['user 用户', 'staff member 职员']);
});

it('gives users and employees of one database different names', () => {
  const table = (name: string, own: string) => relation(name, [columnOf('id', 'integer'), columnOf(own)]);
  const namesOf = (...tables: Parameters<typeof catalogOf>): string[] =>
    deriveSemanticModel(catalogOf(...tables), () => undefined).entities.map(({ name }) => name.zh.text);
  expect(namesOf(table('employees', 'salary'), table('users', 'job_title'))).toEqual(['员工', '用户']);
  expect(namesOf(table('users', 'hired_on'))).toEqual(['员工']);
});
