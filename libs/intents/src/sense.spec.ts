import { describe, expect, it } from '@jest/globals';
import { ModelIndex } from '#libs/semantic-model';
import { entity, field, modelOf, names, relationship, value } from '../../../test/harness/model-builder.js';
import { key, name, reference } from '../../../test/harness/shop-things.js';
import { intentOf, type Condition, type Dimension, type Measure } from './intent.js';
import { fieldRef, stepsOut } from './paths.js';
import { isSensible } from './sense.js';

const ward = entity('ward', names('ward', '病区/个'), [key(), name('name', '名称')], { rowCount: 12 });
const visit = entity(
  'visit',
  names('visit', '就诊/次'),
  [
    key(),
    reference('ward_id', 'ward', '病区'),
    field('status', 'text', names('status', '状态'), { role: 'dimension', values: [value('open', 0.3)] }),
    field('urgent', 'boolean', names('urgent', '紧急'), { role: 'flag' }),
    field('room', 'text', names('room', '诊室'), { role: 'dimension', values: [value('A', 0.3)] }),
    field('fee', 'numeric', names('fee', '费用'), { role: 'measure', additivity: 'additive' }),
    field('visited_on', 'date', names('visit date', '就诊日期'), { role: 'time' }),
  ],
  { kind: 'event', time: 'visited_on', rowCount: 900 },
);
const index = new ModelIndex(modelOf([ward, visit], [relationship('visit.ward_id → ward.id')]));
const ref = (column: string) => {
  const found = visit.fields.find((own) => own.name === column);
  if (!found) {
    throw new Error(`no ${column}`);
  }
  return fieldRef(visit, [], found);
};
const is = (column: string, text: string): Condition => ({
  form: 'compare',
  of: ref(column),
  by: '=',
  value: { value: text, meaning: null },
});
const limit = (by: '>' | '<', text: string): Condition => ({
  form: 'compare',
  of: ref('fee'),
  by,
  value: { value: text, meaning: null },
});
const count: Measure = { form: 'count' };
const fee: Measure = { form: 'aggregate', by: 'avg', of: ref('fee') };
const byWard: Dimension = { form: 'entity', path: stepsOut(index, visit), entity: ward, withEmpty: false };
const byRoom: Dimension = { form: 'field', of: ref('room') };

describe('isSensible', () => {
  it('is false for values that nearly all rows have', () => {
    const oneOf = (shares: Readonly<Record<string, number>>, ...asked: string[]): boolean => {
      const values = Object.entries(shares).map(([text, share]) => value(text, share));
      const where: Condition = {
        form: 'in',
        of: { ...ref('room'), field: { ...ref('room').field, values } },
        values: asked.map((text) => ({ value: text, meaning: null })),
        negated: false,
      };
      return isSensible(intentOf(visit, { measures: [count], where }));
    };
    expect(oneOf({ A: 0.6, B: 0.38 }, 'A', 'B')).toBe(false);
    expect(oneOf({ A: 0.3, B: 0.3, C: 0.4 }, 'A', 'B')).toBe(true);
    expect(oneOf({ male: 0.3, female: 0.3, unknown: 0.4 }, 'male', 'female')).toBe(false);
    expect(oneOf({ 男: 0.3, 女: 0.3, 未知: 0.4 }, '男', '女')).toBe(false);
  });

  it('is false for more than three things at once', () => {
    const where: Condition = { form: 'and', of: [is('status', 'open'), is('urgent', 't')] };
    expect(isSensible(intentOf(visit, { measures: [count], dimensions: [byWard], where }))).toBe(true);
    expect(isSensible(intentOf(visit, { measures: [count], dimensions: [byWard, byRoom], where }))).toBe(false);
    const ranked = intentOf(visit, {
      measures: [count],
      dimensions: [byRoom, byWard],
      comparison: { form: 'rank', top: 3 },
    });
    expect(isSensible(ranked)).toBe(true);
    expect(isSensible({ ...ranked, where: is('status', 'open') })).toBe(false);
  });

  it('allows "or" between states, or values of one column, and not between other matters', () => {
    const or = (...of: Condition[]) => isSensible(intentOf(visit, { measures: [count], where: { form: 'or', of } }));
    expect(or(is('status', 'open'), is('status', 'closed'))).toBe(true);
    expect(or(is('status', 'open'), { form: 'null', of: ref('visited_on'), negated: false })).toBe(true);
    expect(or({ form: 'null', of: ref('visited_on'), negated: false }, is('urgent', 't'))).toBe(false);
    expect(or(limit('<', '5'), limit('>', '90'))).toBe(true);
    expect(or(is('room', 'A'), limit('>', '90'))).toBe(false);
    expect(or(is('status', 'open'), is('room', 'A'))).toBe(false);
  });

  it('is false for limits and rankings over several units', () => {
    const unit = { kind: 'measured', code: null, field: 'unit' };
    const dose = (units: number) => {
      const [amount, of] = [
        field('volume', 'numeric', names('volume', '体积'), { role: 'measure', unit }),
        field('unit', 'text', names('unit', '单位'), { role: 'dimension', distinctCount: units }),
      ];
      const drug = entity('drug', names('drug', '药品/种'), [key(), name('name', '名称'), amount, of], {
        rowCount: 60,
      });
      return { drug, amount: fieldRef(drug, [], amount) };
    };
    const top = (units: number): boolean => {
      const { drug, amount } = dose(units);
      return isSensible(intentOf(drug, { shown: [amount], order: { by: 0, direction: 'desc', limit: 5 } }));
    };
    const above = (units: number): boolean => {
      const { drug, amount } = dose(units);
      const where: Condition = { form: 'compare', of: amount, by: '>', value: { value: '5', meaning: null } };
      return isSensible(intentOf(drug, { measures: [count], where }));
    };
    expect([top(1), above(1)]).toEqual([true, true]);
    expect([top(3), above(3)]).toEqual([false, false]);
  });

  it('is false for the average of what a limit fixes', () => {
    expect(isSensible(intentOf(visit, { measures: [fee], where: limit('>', '90') }))).toBe(false);
    expect(isSensible(intentOf(visit, { measures: [count], where: limit('>', '90') }))).toBe(true);
    expect(isSensible(intentOf(visit, { measures: [fee], where: is('urgent', 't') }))).toBe(true);
  });
});
