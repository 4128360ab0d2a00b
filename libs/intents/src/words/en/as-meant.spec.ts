import { describe, expect, it } from '@jest/globals';
import { ModelIndex, type Entity } from '#libs/semantic-model';
import { entity, field, modelOf, names, relationship, value } from '../../../../../test/harness/model-builder.js';
import { key, name, reference } from '../../../../../test/harness/shop-things.js';
import { sideBySide } from '../../families/composed/groups-side-by-side.js';
import { bothEn } from '../../families/composed/sets.js';
import { intentOf, type Condition, type Dimension, type Intent, type Measure } from '../../intent.js';
import { fieldRef, stepsIn, stepsOut } from '../../paths.js';
import { isShort, phrases } from '../phrase.js';
import { isSentLater } from './sending.js';

/** A pottery that sends kilns by carriers, lets tools, and a clinic. Words that other readers took to mean something else. */
const kind = (column: string, en: string, ...values: string[]) =>
  field(column, 'text', names(en, '类型'), { role: 'dimension', values: values.map((text) => value(text, 0.3)) });
const day = (column: string, en: string, nullShare = 0) =>
  field(column, 'date', names(en, '日期'), { role: 'time', nullShare });
const figure = (column: string, en: string, additivity: 'additive' | 'semi_additive' = 'additive') =>
  field(column, 'integer', names(en, '数'), { role: 'measure', additivity });
const thing = (table: string, noun: string, ...fields: ReturnType<typeof kind>[]) =>
  entity(table, names(noun, '东西/个'), [key(), name('name', '名称'), ...fields], { rowCount: 40 });
const event = (table: string, noun: string, time: string, ...fields: ReturnType<typeof kind>[]) =>
  entity(table, names(noun, '事件/次'), [key(), ...fields], { kind: 'event', time, title: ['id'], rowCount: 900 });

const carrier = thing('carrier', 'carrier', kind('country', 'country', 'Peru'));
const way = thing('way', 'ship method');
const vendor = thing('vendor', 'vendor', kind('rating', 'credit rating', 'good'));
const order = event(
  'kiln_order',
  'order',
  'ordered_on',
  reference('carrier_id', 'carrier', '承运商'),
  reference('way_id', 'ship method', '运输方式'),
  reference('vendor_id', 'vendor', '供应商'),
  kind('ship_city', 'ship city', 'Lyon', 'Bonn'),
  day('ordered_on', 'order date'),
  day('sent_on', 'shipped date', 0.1),
  figure('days', 'duration in days'),
);
const crate = event(
  'crate',
  'shipment',
  'sent_on',
  reference('carrier_id', 'carrier', '承运商'),
  kind('delivery_city', 'delivery city', 'Lyon'),
  day('sent_on', 'shipping date'),
  day('came_on', 'delivery date', 0.2),
);
const tool = thing(
  'tool',
  'tool',
  field('spare', 'boolean', names('spare parts', '备件'), { role: 'flag', values: [value('t', 0.4)] }),
);
const shelf = thing('shelf', 'shelf/shelves');
const shelved = entity('shelved', names('tool', '工具/个'), tool.fields, { rowCount: 90 });
const hire = event('hire', 'rental', 'hired_on', reference('tool_id', 'tool', '工具'), day('hired_on', 'rental date'));
const patient = thing('patient', 'patient', kind('city', 'city', 'Oslo'));
const doctor = thing('doctor', 'doctor');
const cure = entity(
  'cure',
  names('treatment', '治疗/次'),
  [
    key(),
    reference('patient_id', 'patient', '患者'),
    reference('doctor_id', 'doctor', '医生'),
    reference('illness_id', 'diagnosis', '诊断'),
    kind('care', 'care type', 'home'),
    day('begun', 'start date'),
    figure('days', 'duration in days'),
  ],
  { time: 'begun', title: ['id'], rowCount: 900 },
);
const illness = thing('illness', 'diagnosis/diagnoses');
const outcome = event('outcome', 'outcome', 'seen_on', day('seen_on', 'date'), figure('sores', 'sores'));
const well = thing('well', 'well');
const level = entity(
  'level',
  names('daily water level', '每日水位/条'),
  [key(), reference('well_id', 'well', '水井'), figure('held', 'stock', 'semi_additive'), day('noted_on', 'date')],
  { kind: 'snapshot', time: 'noted_on', title: [], rowCount: 9000 },
);
const area = thing('area', 'sales area', field('ytd', 'numeric', names('sales YTD', '销售额'), { role: 'measure' }));
const worker = entity(
  'worker',
  names('employee', '员工/位'),
  [key(), name('name', '姓名'), day('hired_on', 'hire date'), day('left_on', 'termination date')],
  { rowCount: 90 },
);

const index = new ModelIndex(
  modelOf(
    [
      carrier,
      way,
      vendor,
      order,
      crate,
      tool,
      hire,
      patient,
      doctor,
      cure,
      illness,
      outcome,
      well,
      level,
      area,
      worker,
    ],
    [
      relationship('kiln_order.carrier_id → carrier.id'),
      relationship('kiln_order.way_id → way.id'),
      relationship('kiln_order.vendor_id → vendor.id'),
      relationship('crate.carrier_id → carrier.id'),
      relationship('hire.tool_id → tool.id'),
      relationship('cure.patient_id → patient.id'),
      relationship('cure.doctor_id → doctor.id'),
      relationship('cure.illness_id → illness.id'),
      relationship('level.well_id → well.id'),
    ],
  ),
);
const count: Measure = { form: 'count' };
const to = (from: Entity, target: Entity) => stepsOut(index, from).filter((step) => step.target === target);
const ref = (of: Entity, column: string, path = to(of, of)) => {
  const found = (path.at(-1)?.target ?? of).fields.find((own) => own.name === column);
  if (!found) {
    throw new Error(`no ${column}`);
  }
  return fieldRef(of, path, found);
};
const is = (of: ReturnType<typeof ref>, text: string): Condition => ({
  form: 'compare',
  of,
  by: '=',
  value: { value: text, meaning: null },
});
const owner = (from: Entity, target: Entity): Dimension => ({
  form: 'entity',
  path: to(from, target),
  entity: target,
  withEmpty: false,
});
const by = (of: Entity, column: string): Dimension => ({ form: 'time', of: ref(of, column), bucket: 'month' });
const said = (of: Entity, more: Partial<Intent>) => phrases(intentOf(of, more), 'en');

describe('what need not be sent yet', () => {
  it('is told from what was sent by its dates and states', () => {
    expect(isSentLater(order)).toBe(true);
    expect(isSentLater(crate)).toBe(false);
    expect(isSentLater(hire)).toBe(false);
    const states = (...values: string[]) =>
      isSentLater({ ...hire, fields: [...hire.fields, kind('state', 'order status', ...values)] });
    expect(states('pending', 'paid')).toBe(true);
    expect(states('small', 'large')).toBe(false);
  });

  it('has an address, a carrier and a method, and was not shipped', () => {
    const counted = (of: Entity, where: Condition) => said(of, { measures: [count], where });
    expect(counted(order, is(ref(order, 'ship_city'), 'Lyon'))[0]).toBe(
      'How many orders have a shipping address in Lyon?',
    );
    expect(counted(order, is(ref(order, 'name', to(order, carrier)), 'Mule'))).toContain(
      'Count the orders assigned to Mule.',
    );
    expect(counted(order, is(ref(order, 'country', to(order, carrier)), 'Peru'))).toContain(
      'Count the orders assigned to carriers in Peru.',
    );
    expect(
      said(order, {
        measures: [count],
        where: is(ref(order, 'name', to(order, way)), 'Air'),
        dimensions: [by(order, 'ordered_on')],
      }),
    ).toContain('Count the orders with shipping method Air by month.');
    expect(counted(crate, is(ref(crate, 'delivery_city'), 'Lyon'))[0]).toBe(
      'How many shipments are delivered to Lyon?',
    );
    expect(counted(crate, is(ref(crate, 'name', to(crate, carrier)), 'Mule'))).toContain(
      'Count the shipments shipped by Mule.',
    );
  });

  it('is told apart, side by side', () => {
    expect(
      sideBySide('orders', 'orders with a shipping address in Lyon', 'orders with a shipping address in Bonn'),
    ).toBe('each month, how many orders were there with a shipping address in Lyon and how many with one in Bonn?');
    expect(bothEn('orders assigned to Mule', 'orders assigned to Ox')).toBe(
      'orders assigned to Mule as well as ones assigned to Ox',
    );
  });
});

describe('what has no rows, but took part in them', () => {
  const none = (of: Entity, rows: Entity): Condition => ({
    form: 'exists',
    path: stepsIn(index, of).filter(({ target }) => target === rows),
    where: null,
    negated: true,
  });

  it('gave and received treatments', () => {
    expect(said(doctor, { where: none(doctor, cure) })[0]).toBe('Which doctors have never given a treatment?');
    expect(said(patient, { where: { ...none(patient, cure), negated: false } as Condition })[0]).toBe(
      'Which patients received treatments?',
    );
    expect(said(cure, { measures: [count], dimensions: [owner(cure, patient)] })[0]).toBe(
      'How many treatments has each patient received?',
    );
    const where = is(ref(cure, 'name', to(cure, illness)), 'Gout');
    expect(said(cure, { measures: [count], where })[0]).toBe('How many treatments were given for gout?');
  });

  it('was let and sold', () => {
    const different: Measure = { form: 'distinct', path: to(hire, tool), entity: tool };
    const monthly = (of: Entity) => said({ ...of }, { measures: [different], dimensions: [by(hire, 'hired_on')] });
    expect(monthly(hire)[0]).toBe('How many different tools were rented in each month?');
    expect(monthly({ ...hire, name: names('sale', '销售/笔') })).toContain(
      'Show the number of different tools sold in each month.',
    );
  });

  it('is called by its kind', () => {
    const where = is(ref(tool, 'spare'), 't');
    expect(said(tool, { where })).toContain('List the spare parts.');
    expect(said(tool, { measures: [count], where })[0]).toBe('How many tools are spare parts?');
    const goods = { ...ref(shelved, 'spare'), entity: shelf };
    expect(said(shelf, { where: is(goods, 'f') })).toContain('List the shelves that are not spare parts.');
  });

  it('is noted in records', () => {
    expect(said(outcome, { measures: [count] })).toContain('Count the outcome records.');
    expect(said({ ...outcome, kind: 'lookup' }, { measures: [count] })).toContain('Count the outcomes.');
  });
});

describe('groups', () => {
  const rated = is(ref(order, 'rating', to(order, vendor)), 'good');

  it('come first where they would be read with the condition', () => {
    const texts = (more: Partial<Intent>) => said(order, { measures: [count], where: rated, ...more });
    const dimensions = [by(order, 'ordered_on')];
    const ofRows = 'orders from vendors with a good credit rating';
    expect(texts({ dimensions: [owner(order, carrier)] })).toEqual([`For each carrier, show the number of ${ofRows}.`]);
    expect(texts({ dimensions, comparison: { form: 'running_total' } })).toEqual([
      `For each month, show the cumulative number of ${ofRows}.`,
    ]);
    expect(texts({ dimensions, comparison: { form: 'moving_average', periods: 3 } })).toEqual([
      `For each month, show the number of ${ofRows} and its 3-month moving average.`,
    ]);
    expect(texts({ dimensions, comparison: { form: 'year_ago' } })).toEqual([]);
  });

  it('within a period are those of what was done', () => {
    const period = (column: string): Condition => ({
      form: 'period',
      of: ref(worker, column),
      period: { unit: 'year', year: 2010 },
    });
    const within = (column: string) =>
      said(worker, { measures: [count], where: period(column), dimensions: [by(worker, column)] });
    expect(within('hired_on')).toEqual(['How many employees were hired each month of 2010?']);
    expect(within('left_on')).toEqual(['How many employees were terminated each month of 2010?']);
  });
});

it('leads over one table only', () => {
  expect(isShort('What is the highest score of exams for courses of students in Oslo?', 'en')).toBe(false);
  expect(isShort('Count the lab records of sick cows for visits of vets in Oslo.', 'en')).toBe(false);
  expect(isShort('What is the highest score of exams for courses in Oslo?', 'en')).toBe(true);
  expect(isShort('What is the number of exams for each range of points?', 'en')).toBe(true);
});

describe('figures', () => {
  const mean = (of: ReturnType<typeof ref>): Measure => ({ form: 'aggregate', by: 'avg', of });

  it('are not asked for as daily ones of several holders', () => {
    const measures = [mean(ref(level, 'held'))];
    expect(said(level, { measures })).toEqual([]);
    expect(said(level, { measures, dimensions: [owner(level, well)] }).length).toBeGreaterThan(0);
    expect(
      said(level, { measures, where: is(ref(level, 'name', to(level, well)), 'Old Well') }).length,
    ).toBeGreaterThan(0);
  });

  it('do not repeat a word of the rows', () => {
    const ytd = ref(area, 'ytd');
    expect(said(area, { measures: [mean(ytd)] })).toContain('Show the average year-to-date sales per area.');
    expect(said(area, { measures: [{ form: 'aggregate', by: 'median', of: ytd }] })).toContain(
      'Show the median year-to-date sales of areas.',
    );
  });

  it('of what lasts are for those that it is done to', () => {
    const where = is(ref(cure, 'city', to(cure, patient)), 'Oslo');
    expect(said(cure, { measures: [mean(ref(cure, 'days'))], where })).toContain(
      'Show the average treatment duration in days for patients in Oslo.',
    );
  });

  it('that are no merit have no top', () => {
    const top = (of: Entity, column: string) =>
      said(of, { shown: [ref(of, column)], order: { by: 0, direction: 'desc', limit: 5 } });
    expect(top(outcome, 'sores').join()).not.toContain('top 5');
    expect(top(area, 'ytd')).toContain('Show the top 5 sales areas by year-to-date sales.');
  });
});
