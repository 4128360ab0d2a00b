import { describe, expect, it } from '@jest/globals';
import type { Entity } from '#libs/semantic-model';
import { entity, field, names, value } from '../../../../../test/harness/model-builder.js';
import { key } from '../../../../../test/harness/shop-things.js';
import { intentOf, type Condition, type Dimension, type Measure } from '../../intent.js';
import { fieldRef } from '../../paths.js';
import { phrases } from '../phrase.js';
import { doneBy } from './verbs.js';

/** Conditions and groups that are said by what was done to the rows, and by what they are. */
const text = (column: string, label: string) =>
  field(column, 'text', names(label, '标签'), { role: 'dimension', values: [value('x', 0.5)] });
const pass = entity(
  'pass',
  names('pass/passes', '通行证/张'),
  [
    key(),
    text('audit_by', 'audit by'),
    text('scac', 'SCAC'),
    text('gear', 'equipment'),
    text('yard', 'facility'),
    text('slot', 'time slot'),
    text('why', 'reason'),
    text('visit_type', 'visit type'),
    field('effective_from', 'date', names('effective from', '生效日期'), { role: 'time' }),
    field('open_time', 'date', names('open time', '开通时间'), { role: 'time' }),
    field('is_sign', 'boolean', names('sign', '签字'), { role: 'flag', values: [value('t', 0.4)] }),
    field('fee', 'numeric', names('fee', '费用'), { role: 'measure', additivity: 'additive' }),
  ],
  { rowCount: 400 },
);
const followUp = entity('follow_up', names('follow up', '回访/次'), [key(), text('follow_by', 'follow by')], {
  rowCount: 90,
});

const count: Measure = { form: 'count' };
const ref = (of: Entity, column: string) => {
  const found = of.fields.find(({ name }) => name === column);
  if (!found) {
    throw new Error(column);
  }
  return fieldRef(of, [], found);
};
const is = (of: Entity, column: string, shown: string): Condition => ({
  form: 'compare',
  of: ref(of, column),
  by: '=',
  value: { value: shown, meaning: null },
});
const howMany = (of: Entity, where: Condition): string =>
  phrases(intentOf(of, { measures: [count], where }), 'en').join('\n');

describe('conditions that are said by a deed', () => {
  it.each([
    [pass, 'audit_by', 'Jo', 'passes were audited by Jo'],
    [followUp, 'follow_by', 'Jo', 'follow ups were done by Jo'],
    [pass, 'scac', 'Abc', 'passes have the SCAC Abc'],
    [pass, 'yard', 'Dock One', 'passes are at Dock One'],
    [pass, 'slot', 'Morning', 'passes are in the time slot Morning'],
    [pass, 'why', 'Storm', 'passes have the reason Storm'],
    [pass, 'visit_type', 'return visit', 'passes have a return visit?'],
    [pass, 'is_sign', 'f', 'unsigned passes'],
    [pass, 'is_sign', 't', 'signed passes'],
  ])('%#', (of, column, shown, said) => {
    expect(howMany(of, is(of, column, shown))).toContain(said);
  });

  it('says what rows do not have', () => {
    const none = { en: 'no end date', zh: '未结束' };
    const open = { ...ref(pass, 'open_time'), field: { ...ref(pass, 'open_time').field, nullMeaning: none } };
    expect(howMany(pass, { form: 'null', of: open, negated: false })).toContain('passes have no end date');
  });

  it('says since when something holds', () => {
    const where: Condition = { form: 'period', of: ref(pass, 'effective_from'), period: { unit: 'year', year: 2024 } };
    expect(howMany(pass, where)).toContain('passes took effect in 2024');
  });

  it('says what happened in the period', () => {
    const where: Condition = { form: 'period', of: ref(pass, 'open_time'), period: { unit: 'year', year: 2024 } };
    expect(howMany(pass, where)).toContain('passes were opened in 2024');
  });
});

describe('groups that are said by a deed', () => {
  const fee: Measure = { form: 'aggregate', by: 'avg', of: ref(pass, 'fee') };
  const show = (...dimensions: Dimension[]): string[] => phrases(intentOf(pass, { measures: [fee], dimensions }), 'en');

  it('are the years in which it was done', () => {
    expect(show({ form: 'time', of: ref(pass, 'open_time'), bucket: 'year' })).toContain(
      'Show the average fee of passes by the year they were opened.',
    );
  });

  it('are kinds of what is not counted', () => {
    expect(show({ form: 'field', of: ref(pass, 'gear') })).toContain(
      'Show the average fee of passes by equipment type.',
    );
  });
});

describe('people and places', () => {
  it.each([
    ['employees', 'shift', 'worked'],
    ['drivers', 'night shift', 'worked'],
    ['employees', 'leave request', 'submitted'],
    ['customers', 'support ticket', 'opened'],
  ])('%s, of a %s: %s', (people, row, past) => {
    expect(doneBy(people, row)?.past).toBe(past);
  });
});
