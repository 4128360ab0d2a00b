import { describe, expect, it } from '@jest/globals';
import { ModelIndex, type Entity, type Field } from '#libs/semantic-model';
import { entity, field, metric, modelOf, names, relationship } from '../../../../test/harness/model-builder.js';
import { key, name, reference } from '../../../../test/harness/shop-things.js';
import { intentOf, type Condition, type FieldRef, type Intent, type Measure, type Path } from '../intent.js';
import { fieldRef, metricRef, stepsIn, stepsOut } from '../paths.js';
import { didEn } from '../families/composed/sets.js';
import { phrases } from './phrase.js';

const text = (column: string, label: ReturnType<typeof names>): Field =>
  field(column, 'text', label, { role: 'dimension' });

/** A telecom with subscribers and the calls and bookings they make, and a school with its fees received. */
const subscriber = entity(
  'subscriber',
  names('subscriber', '用户/位'),
  [
    key(),
    name('name', '姓名'),
    text('city', names('city', '城市')),
    text('tariff', names('tariff', '资费')),
    text('account_type', names('account type', '账户类型')),
    text('specialty', names('specialty', '专业')),
    text('connection', names('education', '学历')),
    field('leader_id', 'integer', names('leader ID', '负责人'), {
      role: 'measure',
      nullMeaning: { en: 'not assigned', zh: '未分配' },
    }),
  ],
  { rowCount: 900 },
);
const genre = entity('genre', names('genre', '流派/个'), [key(), name('name', '名称')], {
  rowCount: 20,
  kind: 'lookup',
});
const booking = entity(
  'booking',
  names('booking', '预约/次'),
  [
    key(),
    reference('subscriber_id', 'subscriber', '用户'),
    reference('genre_id', 'genre', '流派'),
    text('status', names('status', '状态')),
    text('type', names('type', '类型')),
    field('fee', 'numeric', names('fee', '费用'), { role: 'measure', additivity: 'additive' }),
    field('booked_at', 'date', names('booking date', '预约日期'), {
      role: 'time',
      range: { min: '2022-01-01', max: '2023-12-31' },
    }),
  ],
  { kind: 'event', rowCount: 9000, time: 'booked_at', title: ['id'] },
);
const fee = entity(
  'fee_received',
  names('payment received/payments received', '收费/笔'),
  [
    key(),
    text('method', names('payment method', '支付方式')),
    field('amount', 'numeric', names('amount', '金额'), { role: 'measure' }),
  ],
  { kind: 'event', rowCount: 400, title: ['id'] },
);
const index = new ModelIndex(
  modelOf(
    [subscriber, genre, booking, fee],
    [
      relationship('booking.subscriber_id → subscriber.id', { distinctCount: 700 }),
      relationship('booking.genre_id → genre.id', { distinctCount: 20 }),
    ],
    [
      metric('wait', 'booking', names('days from booking to visit', '从预约到就诊的天数'), {
        expression: { form: 'duration', from: 'booked_at', to: 'booked_at' },
        additivity: 'none',
      }),
    ],
  ),
);

const count: Measure = { form: 'count' };
const ref = (of: Entity, column: string, path: Path = []): FieldRef =>
  fieldRef(
    of,
    path,
    (path.at(-1)?.target ?? of).fields.find((own) => own.name === column)!,
  );
const is = (of: FieldRef, value: string): Condition => ({
  form: 'compare',
  of,
  by: '=',
  value: { value, meaning: null },
});
const to = (table: string): Path => stepsOut(index, booking).filter(({ target }) => target.table === table);
const bookings = stepsIn(index, subscriber);
const first = (intent: Intent, language: 'en' | 'zh' = 'en'): string | undefined => phrases(intent, language)[0];
const counted = (of: Entity, where: Condition): string | undefined => first(intentOf(of, { measures: [count], where }));

describe('English templates', () => {
  it('says a relation by its verb', () => {
    const never = { form: 'exists', path: bookings, where: null, negated: true } as const;
    expect(first(intentOf(subscriber, { where: never }))).toBe('Which subscribers have never made a booking?');
    const where = is(ref(booking, 'status'), 'cancel');
    expect(first(intentOf(subscriber, { where: { ...never, where } }))).toBe(
      'Which subscribers have not made any cancelled bookings?',
    );
  });

  it('names those that an average counts', () => {
    const per = (used: number) => {
      const path = to('subscriber').map((step) => ({
        ...step,
        relationship: { ...step.relationship, distinctCount: used },
      }));
      return first(
        intentOf(booking, {
          measures: [{ form: 'ratio', over: count, under: { form: 'distinct', path, entity: subscriber } }],
        }),
      );
    };
    expect(per(900)).toBe('What is the average number of bookings per subscriber?');
    expect(per(700)).toBe(
      'What is the average number of bookings per subscriber, counting only subscribers who made any?',
    );
  });

  it('breaks rows down, and gives amounts in shares', () => {
    const dimensions = [{ form: 'field', of: ref(booking, 'type') }] as const;
    const share = { form: 'share' } as const;
    expect(phrases(intentOf(booking, { measures: [count], dimensions, comparison: share }), 'en')[1]).toBe(
      'Break down the bookings by type, as percentages.',
    );
    const total: Measure = { form: 'aggregate', by: 'sum', of: ref(booking, 'fee') };
    expect(phrases(intentOf(booking, { measures: [total], dimensions, comparison: share }), 'en')[1]).toBe(
      "Show each booking type's share of the total fee of bookings, as a percentage.",
    );
  });

  it('asks for rows that are called by what was done with that verb', () => {
    expect(first(intentOf(fee, { measures: [count] }))).toBe('How many payments were received?');
    const where = is(ref(fee, 'method'), 'cash');
    expect(counted(fee, where)).toBe('How many payments were received by cash?');
  });

  it.each([
    ['status', 'fail', 'How many failed bookings are there?'],
    ['status', 'success', 'How many successful bookings are there?'],
    ['type', 'xr', 'How many xr bookings are there?'],
  ])('says the usual words for a value: %s %s', (column, value, question) => {
    expect(counted(booking, is(ref(booking, column), value))).toBe(question);
  });

  it.each([
    ['account_type', 'Savings', 'How many subscribers have a savings account?'],
    ['account_type', 'Inline 4', 'How many subscribers have an Inline 4 account?'],
    ['specialty', 'oncology', 'How many subscribers specialize in oncology?'],
    ['connection', 'Secondary', 'How many subscribers have a secondary education?'],
  ])('says an attribute as people do: %s %s', (column, value, question) => {
    expect(counted(subscriber, is(ref(subscriber, column), value))).toBe(question);
  });

  it('names what is not assigned', () => {
    expect(counted(subscriber, { form: 'null', of: ref(subscriber, 'leader_id'), negated: false })).toBe(
      'How many subscribers have no leader?',
    );
  });

  it('says how long something took', () => {
    const of = metricRef(index, booking, [], index.metricsOf(booking.id)[0]!)!;
    const top = intentOf(booking, { shown: [of], order: { by: 0, direction: 'desc', limit: 5 } });
    expect(first(top)).toBe('Which five bookings took the longest from booking to visit?');
  });
});

describe('Chinese templates', () => {
  const byCity = [{ form: 'field', of: ref(booking, 'city', to('subscriber')) }] as const;

  it('speaks of the people of places, and not of 所在城市', () => {
    expect(first(intentOf(booking, { measures: [count], dimensions: byCity }), 'zh')).toBe(
      '各城市用户分别有多少次预约？',
    );
  });

  it('says what the percentages are of', () => {
    const share = { form: 'share' } as const;
    expect(phrases(intentOf(booking, { measures: [count], dimensions: byCity, comparison: share }), 'zh')).toEqual([
      '全部预约中，各城市用户的预约分别占百分之多少？',
      '按用户所在城市统计预约次数及其占全部预约的百分比。',
    ]);
    const rate: Measure = { form: 'rate', where: is(ref(booking, 'status'), 'cancelled') };
    const byMonth = [{ form: 'time', of: ref(booking, 'booked_at'), bucket: 'month' }] as const;
    expect(phrases(intentOf(booking, { measures: [rate], dimensions: byMonth }), 'zh')).toContain(
      '按月份统计预约中已取消的占比。',
    );
  });

  it('says 为 of what things are sorted by', () => {
    const where = is(ref(booking, 'name', to('genre')), '摇滚');
    expect(first(intentOf(booking, { measures: [count], where }), 'zh')).toBe('流派为“摇滚”的预约有多少次？');
  });

  it('lists columns, and does not ask what they are', () => {
    const shown = [ref(booking, 'fee'), ref(booking, 'booked_at')];
    expect(phrases(intentOf(booking, { shown, where: is(ref(booking, 'status'), 'pending') }), 'zh')).toEqual([
      '列出待处理的预约及其费用和预约日期。',
      '查询待处理的预约，包括费用和预约日期。',
    ]);
  });

  it('translates usual kinds and states', () => {
    expect(first(intentOf(booking, { measures: [count], where: is(ref(booking, 'type'), 'business') }), 'zh')).toBe(
      '企业预约有多少次？',
    );
    expect(first(intentOf(booking, { measures: [count], where: is(ref(booking, 'status'), 'inactive') }), 'zh')).toBe(
      '已停用的预约有多少次？',
    );
  });
});

describe('didEn', () => {
  it('tells who bought from who sold', () => {
    const sale = entity('sale', names('sale', '销售/笔'), [], { kind: 'event' });
    const what = 'both sales of scooters from 2022 and sales of scooters from 2023';
    expect(didEn('buyers', sale, what)).toBe('bought both scooters from 2022 and scooters from 2023');
    expect(didEn('salespeople', sale, what)).toBe('sold both scooters from 2022 and scooters from 2023');
    const treatment = entity('treatment', names('treatment', '治疗/次'), [], { kind: 'event' });
    const drugs = 'both treatments with Medicol and treatments with Curol';
    expect(didEn('patients', treatment, drugs)).toBe('were treated with both Medicol and Curol');
    expect(didEn('dentists', treatment, drugs)).toBe('prescribed both Medicol and Curol');
    const exam = entity('review', names('review', '评价/条'), [], { kind: 'event' });
    expect(didEn('students', exam, 'short reviews but no long reviews')).toBe(
      'wrote short reviews but no long reviews',
    );
  });
});
