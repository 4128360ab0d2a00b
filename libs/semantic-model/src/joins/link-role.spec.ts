import { describe, expect, it } from '@jest/globals';
import { SchemaNames } from '#libs/lexicon';
import { entity, field, names } from '../../../../test/harness/model-builder.js';
import { linkRole } from './link-role.js';

const staff = entity('users', names('user', '用户'), [], {});
const crew = entity('crew_members', names('crew member', '机组人员'), [], {});
const region = entity('provinces', names('province', '省份'), [], {});
const clinic = entity('branches', names('branch', '门店'), [], {});

/** The role by its words in both languages; null without one, a question mark where it cannot be said. */
function role(
  table: string,
  column: string,
  to: typeof staff,
  comment: string | null = null,
  key = 'id',
): string | null {
  const from = entity(
    table,
    names(table, table),
    [field(column, 'integer', names(column, column), { description: comment })],
    {},
  );
  const found = linkRole({ column, key, from, to }, new SchemaNames([]));
  return found && `${found.en.known ? found.en.text : '?'} ${found.zh.known ? found.zh.text : '?'}`;
}

describe('people by what they do for the row', () => {
  it.each([
    ['voyage', 'dispatcher_id', 'dispatcher 调度员'],
    ['voyage', 'sales_rep_id', 'sales representative 销售代表'],
    ['repair', 'mechanic_id', null],
    ['repair', 'inspector_user_id', 'inspector 检验员'],
    ['policy', 'underwriter_id', 'underwriter 核保人'],
    ['ferry', 'assigned_user_id', 'assigned user 分配用户'],
    ['booking', 'csr_user_id', 'customer service representative 客服代表'],
    ['note', 'user_id', null],
    ['note', 'approved_by', 'approver 审批人'],
    ['note', 'dispensed_by', '? ?'],
  ])('%s.%s', (table, column, expected) => {
    expect(role(table, column, staff)).toBe(expected);
  });

  it('read a comment where it names a person', () => {
    expect(role('visit', 'ys', staff, '接诊医生编号')).toMatch(/ 接诊医生$/);
    expect(role('visit', 'user_id', staff, '收费员ID')).toBe('user 收费员');
    expect(role('visit', 'user_id', staff, '关联系统用户')).toBeNull();
    expect(role('visit', 'user_id', staff, '用户编号')).toBeNull();
    expect(role('visit', 'dispensed_by', staff, '发药人 users.id')).toMatch(/ 发药人$/);
  });

  it('leave the name of the table, also where words are left out', () => {
    expect(role('trip', 'crew_member_id', crew)).toBeNull();
    expect(role('trip', 'member_id', crew)).toBeNull();
    expect(role('trip', 'code', crew, null, 'code')).toBeNull();
  });
});

describe('places by an adjective', () => {
  it.each([
    ['home_province', 'home province'],
    ['license_province', 'license province'],
    ['province', undefined],
    ['to_province', undefined],
    ['harbour_province', undefined],
    ['region_code', undefined],
  ])('%s', (column, expected) => {
    expect(role('harbour', column, region)?.replace(/ \S+$/, '')).toBe(expected);
  });

  it('read a comment where it says more than the name of the table', () => {
    expect(role('card', 'branch_id', clinic, '开卡门店')).toBe('branch 开卡门店');
    expect(role('card', 'branch_id', clinic, '所属门店')).toBeNull();
  });
});

it('keeps what a row of the same table is', () => {
  const folder = entity(
    'folders',
    names('folder', '文件夹'),
    [field('parent_id', 'integer', names('parent', '上级'))],
    {},
  );
  const found = linkRole({ column: 'parent_id', key: 'id', from: folder, to: folder }, new SchemaNames([]));
  expect(found?.en.text).toBe('parent');
});
