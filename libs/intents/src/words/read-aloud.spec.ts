import { describe, expect, it } from '@jest/globals';
import { ModelIndex, type Entity } from '#libs/semantic-model';
import { entity, field, modelOf, names, relationship, value } from '../../../../test/harness/model-builder.js';
import { key, name, reference } from '../../../../test/harness/shop-things.js';
import type { Language } from '#libs/language';
import { isContrived } from '../contrived.js';
import { intentOf, type Condition, type Dimension, type Intent, type Measure } from '../intent.js';
import { fieldRef, stepsOut } from '../paths.js';
import { doneBy } from './en/verbs.js';
import { phrases } from './phrase.js';

/** What readers of pairs stumbled over, each on a table of another business than theirs. */
const kind = (column: string, en: string, zh: string, ...values: string[]) =>
  field(column, 'text', names(en, zh), { role: 'dimension', values: values.map((text) => value(text, 0.3)) });
const garden = entity(
  'garden',
  names('garden', '花园/座'),
  [key(), name('name', '名称'), kind('climate', 'climate', '气候', 'Dry')],
  { rowCount: 40 },
);
const gardener = entity(
  'gardener',
  names('employee', '员工/位'),
  [
    key(),
    name('name', '姓名'),
    kind('status', 'status', '状态', 'active'),
    kind('kyc', 'KYC status', 'KYC 状态', 'pending'),
  ],
  { rowCount: 12 },
);
const visit = entity(
  'visit',
  names('visit', '参观/次'),
  [
    key(),
    reference('garden_id', 'garden', '花园'),
    reference('gardener_id', 'employee', '员工'),
    field('duration', 'integer', names('duration', '时长'), {
      role: 'measure',
      unit: { kind: 'duration', code: 'minute', field: null },
    }),
    field('fee', 'numeric(10,2)', names('fee', '费用'), { role: 'measure', additivity: 'additive' }),
    kind('visit_kind', 'visit type', '参观类型', 'school'),
    kind('state', 'status', '状态', 'in_repair'),
    field('visited_at', 'date', names('visit date', '参观日期'), { role: 'time' }),
  ],
  { kind: 'event', time: 'visited_at', title: ['id'], rowCount: 900 },
);
const invoice = entity(
  'invoice',
  names('invoice', '发票/张'),
  [
    key(),
    field('subtotal', 'numeric(10,2)', names('subtotal', '小计'), { role: 'measure', additivity: 'additive' }),
    field('tax', 'numeric(10,2)', names('tax', '税'), { role: 'measure', additivity: 'additive' }),
  ],
  { kind: 'event', title: ['id'], rowCount: 90 },
);
const province = entity(
  'province',
  names('province', '省份/个'),
  [key(), name('name', '名称'), reference('garden_id', 'garden', '花园')],
  {
    rowCount: 60,
  },
);
const soil = entity(
  'soil',
  names('soil', '土壤/种'),
  [key(), name('name', '名称'), kind('texture_type', 'soil type', '类型', 'clay')],
  {
    rowCount: 9,
  },
);
/** It went on for a while, and has no name. */
const planting = entity(
  'planting',
  names('planting', '种植/次'),
  [
    key(),
    reference('soil_id', 'soil', '土壤'),
    field('start_day', 'date', names('start date', '开始日期'), { role: 'time' }),
  ],
  { time: 'start_day', title: ['id'], rowCount: 300 },
);
const companion = entity(
  'companion',
  names('companion plant', '伴生植物/种'),
  [key(), name('name', '名称'), reference('planting_id', 'planting', '种植')],
  { rowCount: 800, titleRepeats: true },
);
const feesPaid = entity(
  'fees_paid',
  names('fee paid/fees paid', '缴费/笔'),
  [
    key(),
    reference('garden_id', 'garden', '花园'),
    kind('fee_kind', 'fee method', '方式', 'card'),
    field('amount', 'numeric(10,2)', names('amount', '金额'), { role: 'measure', additivity: 'additive' }),
    field('paid_on', 'date', names('payment date', '付款日期'), { role: 'time' }),
  ],
  { kind: 'event', time: 'paid_on', title: ['id'], rowCount: 500 },
);
const index = new ModelIndex(
  modelOf(
    [garden, gardener, visit, invoice, province, soil, planting, companion, feesPaid],
    [
      relationship('visit.garden_id → garden.id'),
      relationship('visit.gardener_id → gardener.id'),
      relationship('province.garden_id → garden.id'),
      relationship('planting.soil_id → soil.id'),
      relationship('companion.planting_id → planting.id'),
      relationship('fees_paid.garden_id → garden.id'),
    ],
  ),
);

const count: Measure = { form: 'count' };
const to = (subject: Entity, table: string) => stepsOut(index, subject).filter(({ target }) => target.table === table);
const ref = (subject: Entity, column: string, path = to(subject, '')) => {
  const owner = path.at(-1)?.target ?? subject;
  const found = owner.fields.find((own) => own.name === column);
  if (!found) {
    throw new Error(`no ${column}`);
  }
  return fieldRef(subject, path, found);
};
const is = (of: ReturnType<typeof ref>, text: string): Condition => ({
  form: 'compare',
  of,
  by: '=',
  value: { value: text, meaning: null },
});
const by = (of: ReturnType<typeof ref>): Dimension => ({ form: 'field', of });
const each = (subject: Entity, table: string): Dimension => {
  const path = to(subject, table);
  return { form: 'entity', path, entity: path.at(-1)?.target ?? subject, withEmpty: false };
};
const said = (intent: Intent, language: Language = 'en'): string[] => phrases(intent, language);
const durations: Measure = { form: 'aggregate', by: 'avg', of: ref(visit, 'duration') };

describe('read aloud, English', () => {
  it('puts the group before what it would be read with', () => {
    const climate = by(ref(visit, 'climate', to(visit, 'garden')));
    const where = is(ref(visit, 'state'), 'cancelled');
    const rate: Measure = { form: 'rate', where };
    expect(said(intentOf(visit, { measures: [rate], dimensions: [climate] }))).toEqual([
      'For each garden climate, what percentage of visits are cancelled?',
    ]);
  });

  it('orders durations from longest to shortest, and limits them by more and less', () => {
    const dimensions = [by(ref(visit, 'climate', to(visit, 'garden')))];
    const order = { by: 0, direction: 'desc', limit: null } as const;
    expect(said(intentOf(visit, { measures: [durations], dimensions, order }))[0]).toMatch(
      /, from longest to shortest\?$/,
    );
    const where: Condition = {
      form: 'compare',
      of: ref(visit, 'duration'),
      by: '>',
      value: { value: '90', meaning: null },
    };
    expect(said(intentOf(visit, { measures: [count], where }))[0]).toBe(
      'How many visits have a duration of more than 90 minutes?',
    );
  });

  it('says which of several states is meant', () => {
    expect(said(intentOf(gardener, { measures: [count], where: is(ref(gardener, 'kyc'), 'pending') }))[0]).toBe(
      'How many employees have a pending KYC status?',
    );
    expect(said(intentOf(gardener, { measures: [count], where: is(ref(gardener, 'status'), 'active') }))).toContain(
      'Count the active employees.',
    );
  });

  it('compares totals of groups with whose, and large numbers with their thousands', () => {
    const total: Measure = { form: 'aggregate', by: 'sum', of: ref(visit, 'fee') };
    const having = { measure: 0, by: '>', value: 30_000 } as const;
    expect(said(intentOf(visit, { measures: [total], dimensions: [each(visit, 'garden')], having }))).toContain(
      'List the gardens whose total fee of visits is above 30,000.',
    );
  });

  it('speaks of the amount before tax, and not of subtotals', () => {
    const total: Measure = { form: 'aggregate', by: 'sum', of: ref(invoice, 'subtotal') };
    expect(said(intentOf(invoice, { measures: [total] }))).toContain('Show the total invoice amount before tax.');
    expect(said(intentOf(invoice, { measures: [total] }), 'zh')).toContain('统计发票税前总金额。');
  });
});

describe('rows in between', () => {
  const path = [...to(companion, 'planting'), ...to(planting, 'soil')];

  it('are named where they took place: a companion is not for the soil', () => {
    const where: Condition = is(ref(companion, 'texture_type', path), 'clay');
    expect(said(intentOf(companion, { measures: [count], where }))[0]).toBe(
      'How many companion plants are there for plantings for clay soils?',
    );
  });

  it('are no groups of what belongs to them', () => {
    const dimensions: Dimension[] = [{ form: 'entity', path, entity: soil, withEmpty: false }];
    expect(isContrived(intentOf(companion, { measures: [count], dimensions }))).toBe(true);
  });
});

it('keeps the noun of rows that are called by what was done to them', () => {
  const dimensions = [by(ref(feesPaid, 'fee_kind'))];
  const texts = said(
    intentOf(feesPaid, { measures: [count], dimensions, order: { by: 0, direction: 'desc', limit: 1 } }),
  );
  expect(texts.length).toBeGreaterThan(0);
  expect(texts.every((text) => text.includes('fees paid'))).toBe(true);
});

describe('read aloud, Chinese', () => {
  it('puts a kind before the noun', () => {
    const meant: Condition = {
      form: 'compare',
      of: ref(visit, 'visit_kind'),
      by: '=',
      value: { value: '2', meaning: { en: 'school', zh: '学校' } },
    };
    expect(said(intentOf(visit, { measures: [count], where: meant }), 'zh')[0]).toBe('学校参观有多少次？');
  });

  it('says states that are written with underscores', () => {
    const where: Condition = {
      form: 'compare',
      of: ref(visit, 'state'),
      by: '=',
      value: { value: 'in_repair', meaning: { en: 'in repair', zh: '入维修' } },
    };
    expect(said(intentOf(visit, { measures: [count], where }), 'zh')[0]).toMatch(/^维修中的参观/);
  });

  it('does not give the percentage of an unsaid total', () => {
    const where = is(ref(visit, 'state'), 'paid');
    const dimensions = [by(ref(visit, 'visit_kind'))];
    const texts = said(intentOf(visit, { measures: [count], dimensions, where, comparison: { form: 'share' } }), 'zh');
    expect(texts).toEqual(['已支付的参观中，各类型分别占百分之多少？']);
  });
});

describe('asked by nobody', () => {
  it.each<[string, Intent]>([
    ['provinces counted by garden', intentOf(province, { measures: [count], dimensions: [each(province, 'garden')] })],
    [
      'how long visits last by who handled them, in days',
      intentOf(visit, {
        measures: [
          {
            form: 'aggregate',
            by: 'avg',
            of: {
              form: 'metric',
              path: [],
              entity: visit,
              through: new Map(),
              metric: {
                id: 'd',
                entity: visit.id,
                name: names('days from visit to end', '从参观到结束的天数'),
                expression: { form: 'duration', from: 'visited_at', to: 'visited_at' },
                additivity: 'rate',
                unit: null,
                evidence: { source: 'name', confidence: 1, because: null },
              },
            },
          },
        ],
        dimensions: [each(visit, 'gardener')],
      }),
    ],
    [
      'gardens without a suspended visit',
      intentOf(garden, {
        where: { form: 'exists', path: [], where: is(ref(visit, 'state'), 'suspended'), negated: true },
      }),
    ],
  ])('%s', (_, intent) => {
    expect(isContrived(intent)).toBe(true);
  });
});

describe('read aloud, of what is linked', () => {
  const word = (column: string, en: string, zh: string, ...values: string[]) => kind(column, en, zh, ...values);
  const hall = entity('hall', names('campus', '校区/个'), [key(), name('name', '名称')], { rowCount: 4 });
  const trainer = entity('trainer', names('instructor', '教练/位'), [key(), name('name', '姓名')], { rowCount: 9 });
  const lesson = entity(
    'lesson',
    names('class/classes', '课程/门'),
    [key(), name('name', '名称'), reference('trainer_id', 'instructor', '教练')],
    { rowCount: 40 },
  );
  const member = entity(
    'pupil',
    names('pupil', '学员/位'),
    [key(), name('name', '姓名'), reference('hall_id', 'campus', '校区')],
    { rowCount: 90 },
  );
  const van = entity(
    'van',
    names('van', '货车/辆'),
    [key(), name('plate', '车牌'), word('status', 'status', '状态', 'active', 'sold')],
    { rowCount: 9 },
  );
  const deed = (table: string, said: ReturnType<typeof names>, ...fields: Entity['fields']): Entity =>
    entity(table, said, [key(), ...fields], { kind: 'event', title: ['id'], rowCount: 900 });
  const bill = deed(
    'bill',
    names('invoice', '账单/张'),
    reference('pupil_id', 'pupil', '学员'),
    word('term', 'term', '学期', '2031-spring'),
  );
  const booking = deed('booking', names('registration', '报名/次'), reference('lesson_id', 'class', '课程'));
  const ride = deed('ride', names('ride', '出车/次'), reference('van_id', 'van', '货车'));
  const roll = deed(
    'roll',
    names('roll call', '点名/次'),
    word('state', 'status', '状态', 'absent'),
    word('speed', 'delivery speed', '速度', 'overnight'),
  );
  const others = new ModelIndex(
    modelOf(
      [hall, trainer, lesson, member, van, bill, booking, ride, roll],
      [
        relationship('pupil.hall_id → hall.id'),
        relationship('lesson.trainer_id → trainer.id'),
        relationship('bill.pupil_id → pupil.id'),
        relationship('booking.lesson_id → lesson.id'),
        relationship('ride.van_id → van.id'),
      ],
    ),
  );
  const way = (from: Entity, ...tables: string[]) => {
    let at = from;
    return tables.map((table) => {
      const step = stepsOut(others, at).find(({ target }) => target.table === table)!;
      at = step.target;
      return step;
    });
  };
  const counted = (of: Entity, tables: string[], column: string, text: string, language: Language = 'en') => {
    const path = way(of, ...tables);
    const field = (path.at(-1)?.target ?? of).fields.find((own) => own.name === column)!;
    const where: Condition = {
      form: 'compare',
      of: fieldRef(of, path, field),
      by: '=',
      value: { value: text, meaning: null },
    };
    return phrases(intentOf(of, { measures: [{ form: 'count' }], where }), language).join(' ');
  };

  it('says whose place it is', () => {
    expect(counted(bill, ['pupil', 'hall'], 'name', 'East Campus')).toContain('by pupils at East Campus');
    expect(counted(booking, ['lesson', 'trainer'], 'name', 'Ana')).toContain('in classes taught by instructor Ana');
  });

  it('says that a fee is for a term, by its usual name', () => {
    expect(counted(bill, [], 'term', '2031-spring')).toContain('invoices for the spring 2031 term');
  });

  it('says that vehicles make trips, and are in use', () => {
    expect(counted(ride, ['van'], 'status', 'active')).toContain('rides made by active vans');
    expect(counted(van, [], 'status', 'active', 'zh')).toContain('在用');
  });

  it('speaks of copies by their number, and of what is read off an instrument', () => {
    const measured = (column: string, en: string, zh: string) =>
      field(column, 'integer', names(en, zh), { role: 'measure', additivity: 'additive', distinctCount: 40 });
    const score = entity(
      'score',
      names('score', '乐谱/份'),
      [key(), name('title', '名称'), measured('copies', 'copies', '份数'), measured('odo', 'odometer', '里程')],
      { rowCount: 60 },
    );
    const figure = (column: string, ...aggregations: ('sum' | 'avg' | 'min' | 'max')[]) => {
      const of = ref(score, column);
      return said(intentOf(score, { measures: aggregations.map((one) => ({ form: 'aggregate', by: one, of })) })).join(
        ' ',
      );
    };
    expect(figure('copies', 'sum')).toContain('total number of copies of scores');
    expect(figure('copies', 'min', 'max')).toContain('lowest and highest numbers of copies');
    expect(figure('odo', 'avg')).toContain('average odometer reading');
    expect(said(intentOf(score, { shown: [ref(score, 'copies')] })).join(' ')).toContain(
      'number of copies of each score',
    );
  });

  it('says the best of each group without the groups of a statement, in Chinese', () => {
    const climate = by(ref(visit, 'climate', to(visit, 'garden')));
    const best = intentOf(visit, {
      measures: [{ form: 'count' }],
      dimensions: [climate, each(visit, 'garden')],
      order: { by: 0, direction: 'desc', limit: null },
      comparison: { form: 'rank', top: 3 },
    });
    const texts = said(best, 'zh').join('');
    expect(texts).toMatch(/列出各气候中.*最多的 3 座花园/u);
    expect(texts).not.toContain('各组');
  });

  it('has verbs for loans', () => {
    expect(doneBy('pupils', 'instrument loan')?.past).toBe('took out');
  });

  it('says who was marked absent, and how fast it is', () => {
    expect(counted(roll, [], 'state', 'absent')).toContain('roll calls marked absent');
    expect(counted(roll, [], 'speed', 'overnight')).toContain('overnight roll calls');
  });
});
