import { describe, expect, it } from '@jest/globals';
import { entity, field, names } from '../../../../test/harness/model-builder.js';
import { isAskedFor, isMeasuredIn, isSetting } from './asked-columns.js';

const column = (label: string) => field(label.replace(/ /g, '_'), 'text', names(label, '列'), { role: 'dimension' });
const of = (noun: string) => entity(noun.replace(/ /g, '_'), names(noun, '表'), [], {});

describe('isAskedFor', () => {
  it('leaves forms of address and notes of the software to themselves', () => {
    const labels = ['title of courtesy', 'name prefix', 'source system type', 'created by', 'import batch'];
    expect(labels.map((label) => isAskedFor(column(label), of('customer'), true))).toEqual(labels.map(() => false));
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
