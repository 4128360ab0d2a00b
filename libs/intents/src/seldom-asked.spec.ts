import { describe, expect, it } from '@jest/globals';
import { ModelIndex, type Entity } from '#libs/semantic-model';
import { entity, field, modelOf, names, relationship, value } from '../../../test/harness/model-builder.js';
import { key, name, reference } from '../../../test/harness/shop-things.js';
import { didEn } from './families/composed/sets.js';
import { isContrived } from './contrived.js';
import {
  intentOf,
  type Condition,
  type Dimension,
  type FieldRef,
  type Intent,
  type Measure,
  type Path,
} from './intent.js';
import { fieldRef, stepsIn, stepsOut } from './paths.js';
import { isKnownByHeart } from './plausible.js';
import { phrases } from './words/phrase.js';

const text = (column: string, label: string, zh: string, distinctCount: number) =>
  field(column, 'text', names(label, zh), { role: 'dimension', distinctCount });
const number = (column: string, label: string, zh: string) =>
  field(column, 'integer', names(label, zh), { role: 'measure', additivity: 'additive' });
const range = { min: '2022-01-01', max: '2023-12-31' };

/** A shipyard: drivers make trips for depots; crates of a delivery are received; gauges are read each day. */
const driver = entity(
  'driver',
  names('driver', '司机/位'),
  [
    key(),
    name('name', '姓名'),
    text('gender', 'gender', '性别', 2),
    number('height', 'height', '身高'),
    number('leave_days', 'leave days/leave days', '假期天数'),
    number('trips', 'trips made', '出车次数'),
    field('active', 'boolean', names('active', '在职'), { role: 'flag' }),
    field('hired_on', 'date', names('hire date', '入职日期'), { role: 'time', range }),
  ],
  { rowCount: 300 },
);
const truck = entity(
  'truck',
  names('truck', '卡车/辆'),
  [
    key(),
    name('name', '名称'),
    text('color', 'color', '颜色', 6),
    text('fleet', 'fleet', '车队', 5),
    field('preferred', 'boolean', names('preferred truck', '首选'), { role: 'flag', values: [value('t', 0.4)] }),
    number('load', 'load', '载重'),
  ],
  { rowCount: 20 },
);
const trip = entity(
  'trip',
  names('trip', '行程/次'),
  [
    key(),
    reference('driver_id', 'driver', '司机'),
    reference('truck_id', 'truck', '卡车'),
    text('target_city', 'target city', '到达城市', 9),
    field('late', 'boolean', names('late', '晚点'), { role: 'flag' }),
    number('kilometres', 'distance', '里程'),
    field('started_on', 'date', names('trip date', '行程日期'), { role: 'time', range }),
  ],
  { kind: 'event', rowCount: 900, time: 'started_on', title: ['id'] },
);
const delivery = entity(
  'delivery',
  names('delivery/deliveries', '送货单/张'),
  [
    key(),
    text('status', 'status', '状态', 3),
    field('ordered_on', 'date', names('order date', '订货日期'), { role: 'time', range }),
  ],
  { kind: 'event', rowCount: 800, time: 'ordered_on', title: ['id'] },
);
const crate = entity(
  'crate',
  names('delivery line', '送货单明细/条'),
  [key(), reference('delivery_id', 'delivery', '送货单'), number('received', 'received quantity', '收货数量')],
  { kind: 'line', rowCount: 4000 },
);
const gauge = entity(
  'gauge',
  names('daily truck fuel level', '每日卡车油量/条'),
  [key(), reference('truck_id', 'truck', '卡车'), number('level', 'fuel level', '油量')],
  { kind: 'snapshot', rowCount: 5000 },
);
const port = entity('port', names('port', '港口/个'), [key(), name('name', '名称')], { kind: 'lookup', rowCount: 109 });
const index = new ModelIndex(
  modelOf(
    [driver, truck, trip, delivery, crate, gauge, port],
    [
      relationship('trip.driver_id → driver.id', { distinctCount: 290 }),
      relationship('trip.truck_id → truck.id', { distinctCount: 20 }),
      relationship('crate.delivery_id → delivery.id', { distinctCount: 800 }),
      relationship('gauge.truck_id → truck.id', { distinctCount: 20 }),
    ],
  ),
);

const count: Measure = { form: 'count' };
const to = (of: Entity, target: Entity): Path => stepsOut(index, of).filter((step) => step.target === target);
const ref = (of: Entity, column: string, path: Path = []): FieldRef =>
  fieldRef(
    of,
    path,
    (path.at(-1)?.target ?? of).fields.find((own) => own.name === column)!,
  );
const is = (of: FieldRef, own: string): Condition => ({
  form: 'compare',
  of,
  by: '=',
  value: { value: own, meaning: null },
});
const average = (of: FieldRef): Measure => ({ form: 'aggregate', by: 'avg', of });
const by = (of: Entity, target: Entity, withEmpty = false): Dimension => ({
  form: 'entity',
  path: to(of, target),
  entity: target,
  withEmpty,
});
const inMonths = (of: FieldRef): Dimension => ({ form: 'time', of, bucket: 'month' });
const between = (of: FieldRef): Condition => ({
  form: 'between',
  of,
  low: { value: '25', meaning: null },
  high: { value: '80', meaning: null },
});

describe('what nobody asks', () => {
  const never = (where: Condition): Intent =>
    intentOf(driver, { where: { form: 'exists', path: stepsIn(index, driver), where, negated: true } });
  const received: Measure = { form: 'aggregate', by: 'sum', of: ref(crate, 'received') };
  const top = { by: 0, direction: 'desc', limit: 3 } as const;
  const best = { comparison: { form: 'rank', top: 3 }, order: { by: 0, direction: 'desc', limit: null } } as const;
  const fleetOf = ref(trip, 'fleet', to(trip, truck));
  const rate: Measure = { form: 'rate', where: is(ref(trip, 'late'), 't') };

  it.each<[string, Intent, boolean]>([
    ['who never went to one city', never(is(ref(trip, 'target_city'), 'Graz')), true],
    ['who was never late', never(is(ref(trip, 'late'), 't')), false],
    [
      'one figure of people by the span of another',
      intentOf(driver, { measures: [average(ref(driver, 'trips'))], where: between(ref(driver, 'leave_days')) }),
      true,
    ],
    [
      'a trait by the time of hire',
      intentOf(driver, {
        measures: [count],
        dimensions: [inMonths(ref(driver, 'hired_on'))],
        where: is(ref(driver, 'gender'), 'f'),
      }),
      true,
    ],
    [
      'the growth of those who left',
      intentOf(trip, {
        measures: [count],
        dimensions: [inMonths(ref(trip, 'started_on'))],
        where: is(ref(trip, 'active', to(trip, driver)), 'f'),
        comparison: { form: 'previous' },
      }),
      true,
    ],
    [
      'averages of a flagged part, ranked',
      intentOf(trip, {
        measures: [average(ref(trip, 'kilometres'))],
        dimensions: [by(trip, truck)],
        where: is(ref(trip, 'late'), 't'),
        order: top,
      }),
      true,
    ],
    [
      'what was received, by the date of the order',
      intentOf(crate, { measures: [received], dimensions: [inMonths(ref(crate, 'ordered_on', to(crate, delivery)))] }),
      true,
    ],
    [
      'what was received of pending deliveries',
      intentOf(crate, { measures: [received], where: is(ref(crate, 'status', to(crate, delivery)), 'pending') }),
      true,
    ],
    ['what was received', intentOf(crate, { measures: [received], dimensions: [by(crate, delivery)] }), false],
    [
      'the best three trucks of fleets of four',
      intentOf(trip, { measures: [count], dimensions: [{ form: 'field', of: fleetOf }, by(trip, truck)], ...best }),
      true,
    ],
    ['a percentage of three trips', intentOf(trip, { measures: [rate], dimensions: [by(trip, driver)] }), true],
    ['a percentage of many trips', intentOf(trip, { measures: [rate], dimensions: [by(trip, truck)] }), false],
    [
      'trips by the color of the truck',
      intentOf(trip, { measures: [count], dimensions: [{ form: 'field', of: ref(trip, 'color', to(trip, truck)) }] }),
      true,
    ],
  ])('%s', (_, intent, expected) => {
    expect(isContrived(intent)).toBe(expected);
  });

  it('is how many rows a table of choices has', () => {
    expect(isKnownByHeart(intentOf(port, { measures: [count] }))).toBe(true);
    expect(isKnownByHeart(intentOf(driver, { measures: [count] }))).toBe(false);
  });

  it('is an owner by a role, with those who have none', () => {
    const [step] = to(trip, driver);
    const named = { ...step!, relationship: { ...step!.relationship, role: names('dispatcher', '调度员') } };
    const dimension = { form: 'entity', path: [named], entity: driver, withEmpty: true } as const;
    expect(isContrived(intentOf(trip, { measures: [count], dimensions: [dimension] }))).toBe(true);
    expect(isContrived(intentOf(trip, { measures: [count], dimensions: [by(trip, driver, true)] }))).toBe(false);
  });
});

describe('words', () => {
  it('name the owner once', () => {
    const intent = intentOf(gauge, { measures: [average(ref(gauge, 'level'))], dimensions: [by(gauge, truck)] });
    expect(phrases(intent, 'en').join(' ')).not.toMatch(/truck fuel/);
  });

  it('have no clause for a negated adjective', () => {
    const where = is(ref(truck, 'preferred'), 'f');
    expect(phrases(intentOf(truck, { measures: [count], where }), 'en')).toContain('Count the non-preferred trucks.');
  });

  it('part thousands', () => {
    const bands: Dimension = { form: 'bands', of: ref(truck, 'load'), bounds: [20_000, 40_000] };
    expect(phrases(intentOf(truck, { measures: [count], dimensions: [bands] }), 'en')[0]).toContain(
      'below 20,000; 20,000 to 40,000; 40,000 or more',
    );
  });

  it('count rows, and not their number', () => {
    const having = { measure: 0, by: '>', value: 5 } as const;
    const intent = intentOf(trip, { measures: [count], dimensions: [by(trip, driver)], having });
    expect(phrases(intent, 'zh')[0]).toBe('哪些司机的行程超过 5 次？');
  });

  it('say what drugs were used in', () => {
    const treatment = entity('treatment', names('treatment', '治疗/次'), [], { kind: 'event' });
    expect(didEn('drugs', treatment, 'treatments for gout but no treatments for asthma')).toBe(
      'were used in treatments for gout but in no treatments for asthma',
    );
  });
});
