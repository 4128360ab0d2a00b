import { describe, expect, it } from '@jest/globals';
import { entity, field, names, relationship } from '../../../../test/harness/model-builder.js';
import { isAskedFor, isAskedInRole, isMeasuredIn, isSetting } from './asked-columns.js';

const column = (label: string) => field(label.replace(/ /g, '_'), 'text', names(label, '列'), { role: 'dimension' });
const of = (noun: string) => entity(noun.replace(/ /g, '_'), names(noun, '表'), [], {});

describe('isAskedFor', () => {
  it('leaves forms of address and notes of the software to themselves', () => {
    const labels = ['title of courtesy', 'name prefix', 'source system type', 'created by', 'import batch'];
    expect(labels.map((label) => isAskedFor(column(label), of('customer'), true))).toEqual(labels.map(() => false));
  });

  it('leaves what somebody wrote about a row', () => {
    const labels = ['advice', 'driver note', 'special instructions', 'internal remark'];
    expect(labels.map((label) => isAskedFor(column(label), of('visit'), true))).toEqual(labels.map(() => false));
    expect(isAskedFor(column('reason'), of('return'), true)).toBe(true);
  });

  it('leaves how the software shows a row', () => {
    const labels = ['colour type', 'css class', 'menu icon'];
    expect(labels.map((label) => isAskedFor(column(label), of('dictionary entry'), true))).toEqual(
      labels.map(() => false),
    );
    expect(isAskedFor(column('colour'), of('bicycle'), true)).toBe(true);
  });

  it('asks for traits of staff only where the staff is the subject, for those of customers everywhere', () => {
    for (const label of ['marital status', 'gender', 'title', 'home city', 'country']) {
      expect(isAskedFor(column(label), of('employee'), true)).toBe(true);
      expect(isAskedFor(column(label), of('employee'), false)).toBe(false);
    }
    expect(isAskedFor(column('gender'), of('patient'), false)).toBe(true);
    expect(isAskedFor(column('country'), of('customer'), false)).toBe(true);
    expect(isAskedFor(column('contact title'), of('supplier'), false)).toBe(false);
  });
});

describe('isAskedInRole', () => {
  const asked = (label: string, noun: string, role: string | null): boolean => {
    const made = relationship('voyage.pilot_id → person.id', { role: role === null ? null : names(role, '角色') });
    return isAskedInRole(column(label), [{ relationship: made, direction: 'out', target: of(noun) }]);
  };

  it('asks of people in a role only where they work', () => {
    expect(['job title', 'user type', 'home city'].map((label) => asked(label, 'user', 'dispatcher'))).toEqual([
      false,
      false,
      false,
    ]);
    expect(asked('branch', 'user', 'dispatcher')).toBe(true);
    expect(asked('user type', 'user', null)).toBe(true);
    expect(asked('country', 'customer', 'billed customer')).toBe(true);
    expect(asked('country', 'province', 'home province')).toBe(true);
  });
});

it.each([
  ['transaction limit daily', true],
  ['reorder level', true],
  ['safety stock level', true],
  ['stock level', false],
  ['credit amount', false],
])('settings are no figures: %s', (label, isOne) => {
  expect(isSetting(column(label))).toBe(isOne);
});

describe('isMeasuredIn', () => {
  it('knows what amounts are in, which has no rows of its own', () => {
    expect(['unit of measure', 'settlement currency', 'unit'].map((noun) => isMeasuredIn(of(noun)))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['business unit head', 'currency rate', 'harbour'].map((noun) => isMeasuredIn(of(noun)))).toEqual([
      false,
      false,
      false,
    ]);
    expect(isMeasuredIn(entity('x', names('x', '结算币种'), [], {}))).toBe(true);
    expect(isMeasuredIn(entity('x', names('x', '计量单位'), [], {}))).toBe(true);
  });
});
