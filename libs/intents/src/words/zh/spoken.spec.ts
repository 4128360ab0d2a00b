import { describe, expect, it } from '@jest/globals';
import { ModelIndex, type Entity, type Field } from '#libs/semantic-model';
import { entity, field, modelOf, names, relationship, value } from '../../../../../test/harness/model-builder.js';
import { intentOf, type Condition, type Dimension, type FieldRef, type Intent } from '../../intent.js';
import { fieldRef, stepsIn, stepsOut } from '../../paths.js';
import { phrases } from '../phrase.js';

const flag = (name: string, label: string): Field =>
  field(name, 'boolean', names(name, label), { role: 'flag', values: [value('t', 0.5), value('f', 0.5)] });
const word = (name: string, label: string): Field =>
  field(name, 'text', names(name, label), { role: 'dimension', distinctCount: 3 });
const date = (name: string, label: string): Field => field(name, 'date', names(name, label), { role: 'time' });

const index = new ModelIndex(
  modelOf(
    [
      entity('member', names('member', '会员/位'), [flag('active', '是否启用'), word('city', '城市')], {}),
      entity('device', names('device', '设备/台'), [flag('active', '启用标志'), flag('mfa', '加密启用')], {}),
      entity('role', names('role', '角色/个'), [word('scope', '数据范围'), word('type', '类型')], {}),
      entity(
        'purchase',
        names('purchase order', '采购订单/笔'),
        [
          date('due', '应到货日期'),
          date('made', '采购日期'),
          field('charge', 'numeric', names('charge', '押金'), { role: 'measure', additivity: 'additive' }),
          field('extra', 'numeric', names('extra', '附加'), { role: 'measure', additivity: 'additive' }),
        ],
        { kind: 'event', time: 'made', title: [] },
      ),
      entity('student', names('student', '学生/位'), [], {}),
      entity('course', names('course', '课程/门'), [word('level', '难度')], {}),
      entity('choice', names('choice', '课程表/条'), [], { kind: 'link' }),
      entity('permission', names('permission', '权限/项'), [word('kind', '类型')], {}),
      entity('grant', names('grant', '角色权限/条'), [], { kind: 'link' }),
      entity('shelf', names('shelf', '货架/个'), [], {}),
      entity('place', names('place', '货架课程/条'), [], { kind: 'link' }),
    ],
    [
      relationship('purchase.member_id → member.id'),
      relationship('choice.student_id → student.id'),
      relationship('choice.course_id → course.id'),
      relationship('grant.role_id → role.id'),
      relationship('grant.permission_id → permission.id'),
      relationship('place.shelf_id → shelf.id'),
      relationship('place.course_id → course.id'),
      relationship('member.role_id → role.id', { distinctCount: 2 }),
    ],
  ),
);

function of(table: string): Entity {
  const found = index.entity(`public.${table}`);
  if (!found) {
    throw new Error(`no ${table}`);
  }
  return found;
}

function ref(table: string, name: string): FieldRef {
  const found = of(table).fields.find((own) => own.name === name);
  if (!found) {
    throw new Error(`no ${table}.${name}`);
  }
  return fieldRef(of(table), [], found);
}

const not = (table: string, name: string): Condition => ({
  form: 'compare',
  of: ref(table, name),
  by: '=',
  value: { value: 'f', meaning: null },
});
const counted = (table: string, more: Partial<Intent>): string[] =>
  phrases(intentOf(of(table), { measures: [{ form: 'count' }], ...more }), 'zh');
const by = (table: string, name: string): Dimension => ({ form: 'field', of: ref(table, name) });

describe('Chinese as it is spoken', () => {
  it('calls what is no longer in use 停用', () => {
    expect(counted('member', { where: not('member', 'active') })[0]).toBe('已停用的会员有多少位？');
    expect(counted('device', { where: not('device', 'active') })[0]).toBe('已停用的设备有多少台？');
    expect(counted('device', { dimensions: [by('device', 'active')] })[0]).toBe('已启用和已停用的设备各有多少台？');
    // A function that a row has never had stays 未启用.
    expect(counted('device', { where: not('device', 'mfa') })[0]).toBe('未启用加密的设备有多少台？');
  });

  it('groups by two columns with 按, not with 各', () => {
    const dimensions = [by('role', 'scope'), by('role', 'type')];
    expect(counted('role', { dimensions })).toEqual(['按数据范围和类型统计角色数。']);
    const measures = [{ form: 'aggregate', by: 'sum', of: ref('purchase', 'charge') }] as const;
    const sums = intentOf(of('purchase'), {
      measures,
      dimensions: [by('member', 'city'), by('role', 'scope')],
    });
    expect(phrases(sums, 'zh').filter((text) => text.includes('各'))).toEqual([]);
  });

  it('lists the columns of rows', () => {
    const shown = [ref('purchase', 'charge'), ref('purchase', 'extra')];
    expect(phrases(intentOf(of('purchase'), { shown }), 'zh')).toEqual([
      '列出采购订单及其押金和附加。',
      '查询采购订单的押金和附加。',
    ]);
  });

  it('says that goods are due with 应到货', () => {
    const where: Condition = { form: 'period', of: ref('purchase', 'due'), period: { unit: 'year', year: 2024 } };
    expect(counted('purchase', { where })[0]).toBe('2024年应到货的采购订单有多少笔？');
  });

  it('puts what adds up before 逐月累计', () => {
    const dimensions: Dimension[] = [{ form: 'time', of: ref('purchase', 'made'), bucket: 'month' }];
    const measures = [{ form: 'aggregate', by: 'sum', of: ref('purchase', 'charge') }] as const;
    const asked = phrases(
      intentOf(of('purchase'), { dimensions, measures, comparison: { form: 'running_total' } }),
      'zh',
    );
    expect(asked[0]).toContain('总押金逐月累计是多少？');
  });
});

/** From one through the table of links to rows with the value. */
function linked(one: string, other: string, column: string, negated: boolean): Condition {
  const path = stepsIn(index, of(one)).flatMap((step) =>
    stepsOut(index, step.target)
      .filter(({ target }) => target.table === other)
      .map((next) => [step, next]),
  )[0];
  const where: Condition = {
    form: 'compare',
    of: ref(other, column),
    by: '=',
    value: { value: 'A', meaning: null },
  };
  return { form: 'exists', path: path ?? [], where, negated };
}

describe('what one does with another over a table of links', () => {
  it('is a verb, and the clause does not stand before the noun', () => {
    const asked = (where: Condition, table: string): string[] => phrases(intentOf(of(table), { where }), 'zh');
    expect(asked(linked('student', 'course', 'level', true), 'student')).toEqual([
      '哪些学生没有选修过难度为“A”的课程？',
    ]);
    expect(asked(linked('role', 'permission', 'kind', true), 'role')).toEqual(['哪些角色没有分配类型为“A”的权限？']);
    expect(asked(linked('role', 'permission', 'kind', false), 'role')).toEqual(['哪些角色分配了类型为“A”的权限？']);
    expect(counted('student', { where: linked('student', 'course', 'level', false) })).toEqual([
      '有多少位学生选修过难度为“A”的课程？',
    ]);
  });

  it('is not asked where there is no verb for it', () => {
    const where = linked('shelf', 'course', 'level', true);
    expect(phrases(intentOf(of('shelf'), { where }), 'zh')).toEqual([]);
    expect(counted('shelf', { where })).toEqual([]);
  });

  it('says which owners are left out after the question', () => {
    const [step] = stepsOut(index, of('member'));
    if (!step) {
      throw new Error('no step');
    }
    const owner = { path: [step], entity: { ...step.target, rowCount: 5 } };
    const dimensions: Dimension[] = [{ form: 'entity', ...owner, withEmpty: false }];
    expect(counted('member', { dimensions })[0]).toBe('每个角色有多少位会员（仅统计有会员的角色）？');
    const measures = [{ form: 'ratio', over: { form: 'count' }, under: { form: 'distinct', ...owner } }] as const;
    expect(phrases(intentOf(of('member'), { measures }), 'zh')[0]).toBe(
      '平均每个角色有多少位会员（仅统计有会员的角色）？',
    );
  });
});
