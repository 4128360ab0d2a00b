import { describe, expect, it } from '@jest/globals';
import { ModelIndex, type Entity } from '#libs/semantic-model';
import { entity, field, modelOf, names, relationship, value } from '../../../test/harness/model-builder.js';
import { key, name, reference } from '../../../test/harness/shop-things.js';
import { intentOf, type Condition, type Dimension, type Measure } from './intent.js';
import { fieldRef, stepsIn, stepsOut } from './paths.js';
import { isKnownByHeart, isPlausible } from './plausible.js';
import { proposeFor } from './propose.js';

const number = (column: string, label: string) =>
  field(column, 'numeric', names(label, '数值'), { role: 'measure', additivity: 'additive' });
const kind = (column: string, label: string, ...values: string[]) =>
  field(column, 'text', names(label, '类型'), {
    role: 'dimension',
    distinctCount: Math.max(values.length, 2),
    values: values.map((text) => value(text, 1 / values.length)),
  });
const patient = entity(
  'patient',
  names('patient', '患者/位'),
  [key(), name('name', '姓名'), kind('sex', 'gender', 'female', 'male'), number('height_cm', 'height cm')],
  { rowCount: 300 },
);
const visit = entity(
  'visit',
  names('visit', '就诊/次'),
  [
    key(),
    reference('patient_id', 'patient', '患者'),
    kind('status', 'status', 'open', 'done'),
    kind('shelf', 'shelf', 'A', 'B'),
    number('fee', 'fee'),
    number('lesions', 'day 7 lesion count'),
    number('dose', 'dose amount'),
    number('discount_value', 'discount value'),
    kind('discount_type', 'discount type', 'percent', 'fixed'),
  ],
  { kind: 'event', rowCount: 900 },
);
const rate = entity(
  'currency_rate',
  names('currency rate', '货币汇率'),
  [key(), number('average_rate', 'average rate')],
  {
    rowCount: 900,
  },
);
const index = new ModelIndex(modelOf([patient, visit, rate], [relationship('visit.patient_id → patient.id')]));
const toPatient = stepsOut(index, visit);
const ref = (of: Entity, column: string, path = [] as typeof toPatient) => {
  const found = of.fields.find((own) => own.name === column);
  if (!found) {
    throw new Error(`no ${column}`);
  }
  return { ...fieldRef(of, [], found), path };
};
const is = (of: ReturnType<typeof ref>, text: string): Condition => ({
  form: 'compare',
  of,
  by: '=',
  value: { value: text, meaning: null },
});
const count: Measure = { form: 'count' };
const aggregate = (by: 'sum' | 'avg', column: string, of: Entity = visit): Measure => ({
  form: 'aggregate',
  by,
  of: ref(of, column),
});
const asks = (subject: Entity, parts: Parameters<typeof intentOf>[1]): boolean => isPlausible(intentOf(subject, parts));
const byPatient: Dimension = { form: 'entity', path: toPatient, entity: patient, withEmpty: false };

describe('isPlausible', () => {
  it('asks for traits by themselves, and not as the part of what happened', () => {
    const female = is(ref(patient, 'sex'), 'female');
    expect(asks(patient, { measures: [count], where: female })).toBe(true);
    const exists: Condition = { form: 'exists', path: stepsIn(index, patient), where: null, negated: true };
    expect(asks(patient, { measures: [count], where: { form: 'and', of: [female, exists] } })).toBe(false);
    expect(asks(visit, { measures: [count], where: is(ref(patient, 'sex', toPatient), 'female') })).toBe(false);
    const onShelf = is(ref(visit, 'shelf'), 'A');
    expect(asks(visit, { measures: [count], where: onShelf })).toBe(true);
    expect(asks(visit, { measures: [count], dimensions: [byPatient], where: onShelf })).toBe(false);
    expect(asks(visit, { measures: [count], dimensions: [byPatient], where: is(ref(visit, 'status'), 'open') })).toBe(
      true,
    );
  });

  it('asks for the states of owners only with their own amounts', () => {
    const closed = field('closed', 'boolean', names('closed', '停用'), { role: 'flag', values: [value('t', 0.4)] });
    const owner = { ...patient, fields: [...patient.fields, closed] };
    const path = toPatient.map((step) => ({ ...step, target: owner }));
    const isClosed = is({ ...ref(owner, 'closed'), path }, 't');
    const byStatus: Dimension = { form: 'field', of: ref(visit, 'status') };
    const byOwner: Dimension = { form: 'entity', path, entity: owner, withEmpty: false };
    const byClosed: Dimension = { form: 'field', of: { ...ref(owner, 'closed'), path } };
    expect(asks(visit, { measures: [count], where: isClosed })).toBe(true);
    expect(asks(visit, { measures: [aggregate('sum', 'fee')], dimensions: [byOwner], where: isClosed })).toBe(true);
    expect(asks(visit, { measures: [aggregate('avg', 'fee')], where: isClosed })).toBe(false);
    expect(asks(visit, { measures: [count], dimensions: [byStatus], where: isClosed })).toBe(false);
    expect(asks(visit, { measures: [count], dimensions: [byClosed] })).toBe(true);
  });

  it('compares people neither by their body nor figures by their traits', () => {
    const order = { by: 0, direction: 'desc', limit: 5 } as const;
    expect(asks(patient, { shown: [ref(patient, 'height_cm')], order })).toBe(false);
    const bySex: Dimension = { form: 'field', of: ref(patient, 'sex') };
    expect(asks(patient, { measures: [aggregate('avg', 'height_cm', patient)], dimensions: [bySex] })).toBe(false);
    expect(asks(patient, { measures: [count], dimensions: [bySex] })).toBe(true);
  });

  it('adds up what adds up', () => {
    expect(asks(visit, { measures: [aggregate('sum', 'fee')] })).toBe(true);
    expect(asks(visit, { measures: [aggregate('sum', 'lesions')] })).toBe(false);
    expect(asks(visit, { measures: [aggregate('avg', 'lesions')] })).toBe(true);
    expect(asks(visit, { measures: [aggregate('avg', 'dose')] })).toBe(false);
    expect(asks(rate, { measures: [aggregate('avg', 'average_rate', rate)] })).toBe(false);
  });

  it('asks for values of several kinds by their kind', () => {
    const value: Measure = aggregate('avg', 'discount_value');
    const type = ref(visit, 'discount_type');
    expect(asks(visit, { measures: [value] })).toBe(false);
    expect(asks(visit, { measures: [value], where: is(type, 'percent') })).toBe(true);
    expect(asks(visit, { measures: [value], dimensions: [{ form: 'field', of: type }] })).toBe(true);
    const above: Condition = { form: 'average', of: ref(visit, 'discount_value'), by: '>', isOfAll: true };
    expect(asks(visit, { where: above })).toBe(false);
  });

  it('ranks among many, and counts what people do not know by heart', () => {
    const small = (rowCount: number): Entity => ({ ...patient, rowCount });
    const five = { shown: [ref(visit, 'fee')], order: { by: 0, direction: 'desc', limit: 5 } } as const;
    expect([asks(small(9), five), asks(small(10), five)]).toEqual([false, true]);
    const open = { ...five, where: is(ref(visit, 'status'), 'open') };
    expect([asks(small(18), open), asks(small(20), open)]).toEqual([false, true]);
    const counted = [8, 80].map((rows) => isKnownByHeart(intentOf(small(rows), { measures: [count] })));
    expect(counted).toEqual([true, false]);
    const percentile: Measure = { form: 'percentile', at: 0.9, of: ref(visit, 'fee') };
    expect([asks(small(12), { measures: [percentile] }), asks(small(120), { measures: [percentile] })]).toEqual([
      false,
      true,
    ]);
  });

  it('divides by owners only where each row has one', () => {
    const perPatient: Measure = {
      form: 'ratio',
      over: count,
      under: { form: 'distinct', path: toPatient, entity: patient },
    };
    const some = {
      ...visit,
      fields: visit.fields.map((own) => (own.name === 'patient_id' ? { ...own, nullShare: 0.3 } : own)),
    };
    expect([asks(visit, { measures: [perPatient] }), asks(some, { measures: [perPatient] })]).toEqual([true, false]);
  });
});

describe('a bare count of a few rows', () => {
  const region = entity('region', names('region', '地区/个'), [key(), name('name', '地区名称')], { rowCount: 4 });
  const territory = entity(
    'territory',
    names('territory', '销售区域/个'),
    [key(), name('name', '区域名称'), reference('region_id', 'region', '地区')],
    { rowCount: 12 },
  );
  const counts = (of: Entity, others: readonly Entity[], joins: Parameters<typeof modelOf>[1]) =>
    [...proposeFor(new ModelIndex(modelOf([of, ...others], joins)), of, { language: 'en' })].filter(({ intent }) =>
      isKnownByHeart(intent),
    );

  it('is asked where there is nothing else to ask, and not of what others refer to or of what refers to others', () => {
    const joins = [relationship('territory.region_id → region.id')];
    expect(counts(region, [], [])).not.toEqual([]);
    expect(counts(region, [territory], joins)).toEqual([]);
    expect(counts(territory, [region], joins)).toEqual([]);
  });
});
