import { describe, expect, it } from '@jest/globals';
import { ModelIndex, type Entity, type SemanticModel } from '#libs/semantic-model';
import { entity, field, metric, modelOf, names, relationship, value } from '../../../test/harness/model-builder.js';
import { key, name, reference } from '../../../test/harness/shop-things.js';
import { ownConditions } from './families/condition-parts.js';
import { bothEn } from './families/composed/sets.js';
import { intentOf, type Dimension, type Intent, type Measure } from './intent.js';
import { fieldRef, metricRef, stepsOut } from './paths.js';
import { isContrived } from './contrived.js';
import { isPlausible } from './plausible.js';
import { propose } from './propose.js';
import { renderIntent } from './sql/render-intent.js';
import { phrases } from './words/phrase.js';

const range = { min: '2022-01-01', max: '2023-12-31' };

/** A library: readers borrow copies, some with a voucher; a copy is of a work, and stands in stock. */
const reader = entity('reader', names('reader', '读者/位'), [key(), name('name', '姓名')], { rowCount: 400 });
const voucher = entity(
  'voucher',
  names('voucher', '借书券/张'),
  [key(), field('code', 'text', names('code', '编码'), { role: 'code' })],
  { rowCount: 30, title: ['code'] },
);
const loan = entity(
  'loan',
  names('loan', '借阅/次'),
  [
    key(),
    reference('reader_id', 'reader', '读者'),
    { ...reference('voucher_id', 'voucher', '借书券'), nullShare: 0.8, notNull: false },
    field('lent_at', 'timestamp', names('loan time', '借阅时间'), { role: 'time', range }),
    field('back_at', 'timestamp', names('return time', '归还时间'), { role: 'time', range }),
    field('fee', 'numeric', names('fee', '费用'), { role: 'measure', additivity: 'additive' }),
    field('level', 'integer', names('level', '等级'), { role: 'measure', distinctCount: 4 }),
  ],
  { kind: 'event', rowCount: 9000, time: 'lent_at', title: ['id'] },
);
const dated: Entity = {
  ...loan,
  fields: loan.fields.map((own) => (own.name === 'lent_at' ? { ...own, type: 'date' } : own)),
};
const shelf = entity('shelf', names('shelf/shelves', '书架/个'), [key(), name('name', '名称')], { rowCount: 40 });
const stock = entity(
  'copy_stock',
  names('copy inventory item', '馆藏库存/条'),
  [
    key(),
    reference('shelf_id', 'shelf', '书架'),
    field('quantity', 'integer', names('quantity', '数量'), { role: 'measure', additivity: 'additive' }),
  ],
  { kind: 'line', rowCount: 4000 },
);
const intake = entity('intake', names('vitamin', '维生素/种'), [key(), name('name', '名称')], {
  rowCount: 90,
  titleRepeats: true,
});
const lasts = metric('lasts', 'loan', names('duration in days', '天数'), {
  expression: { form: 'duration', from: 'lent_at', to: 'back_at' },
  additivity: 'none',
});
const joins = [
  relationship('loan.reader_id → reader.id', { distinctCount: 300 }),
  relationship('loan.voucher_id → voucher.id', { distinctCount: 20, optional: true }),
  relationship('copy_stock.shelf_id → shelf.id', { distinctCount: 40 }),
];
const model = (loans = loan): SemanticModel => modelOf([reader, voucher, loans, shelf, stock, intake], joins, [lasts]);
const index = new ModelIndex(model());

const count: Measure = { form: 'count' };
const ref = (of: Entity, column: string) =>
  fieldRef(
    of,
    [],
    of.fields.find((own) => own.name === column)!,
  );
const by = (of: Entity, to: Entity): Extract<Dimension, { form: 'entity' }> => ({
  form: 'entity',
  path: stepsOut(index, of).filter(({ target }) => target === to),
  entity: to,
  withEmpty: false,
});
const inTime = (bucket: 'month' | 'quarter' | 'year'): Dimension => ({
  form: 'time',
  of: ref(loan, 'lent_at'),
  bucket,
});
const days = metricRef(index, loan, [], index.metricsOf(loan.id)[0]!)!;
const sqlOf = (intent: Intent): string => renderIntent(intent, 'en').sql;
const [first, firstZh] = (['en', 'zh'] as const).map(
  (language) => (intent: Intent) => phrases(intent, language)[0],
) as [(intent: Intent) => string | undefined, (intent: Intent) => string | undefined];

describe('periods that are compared', () => {
  it.each([
    ['month', "INTERVAL '1 month'"],
    ['quarter', "INTERVAL '3 months'"],
    ['year', '1'],
  ] as const)('are those of the calendar, also where some have no rows: %s', (bucket, back) => {
    const grown = intentOf(loan, { measures: [count], dimensions: [inTime(bucket)], comparison: { form: 'previous' } });
    expect(sqlOf(grown)).toContain(`LEFT JOIN periods before ON before.${bucket} = now.${bucket} - ${back} ORDER`);
  });

  it('are so many months of the calendar in a moving average', () => {
    const comparison = { form: 'moving_average', periods: 3 } as const;
    const sql = sqlOf(intentOf(loan, { measures: [count], dimensions: [inTime('month')], comparison }));
    // A month without loans counts as 0.
    expect(sql).toContain("generate_series(MIN(month), MAX(month), INTERVAL '1 month')");
    expect(sql).toContain('AVG(COALESCE(p.number_of_loans, 0)) OVER (ORDER BY c.month ROWS BETWEEN 2 PRECEDING');
  });
});

describe('rows that tie', () => {
  const latest = (loans: Entity): string =>
    [...propose(new ModelIndex(model(loans)), { language: 'en' })].find(({ kind }) => kind === 'latest_of_each')?.sql ??
    '';

  it('are all kept where neither a date nor a time tells which is the last', () => {
    for (const loans of [dated, loan]) {
      expect(latest(loans)).toMatch(/RANK\(\) OVER \(PARTITION BY \S+ ORDER BY l\.lent_at DESC/);
    }
  });

  it('are told apart where they are called by their time only', () => {
    const [sql] = [latest({ ...loan, title: ['lent_at'] })];
    expect(sql).toMatch(
      /^WITH ranked AS \(SELECT r\.name AS reader_name, l\.id.*SELECT reader_name, id, loan_time FROM/,
    );
  });

  it('are few where the time is known to the second', () => {
    const top = intentOf(loan, { shown: [days], order: { by: 0, direction: 'desc', limit: 5 } });
    expect(sqlOf(top)).toContain('ORDER BY back_at - lent_at DESC');
  });

  it('are not asked for as one where hundreds share the value', () => {
    const top = intentOf(loan, { shown: [ref(loan, 'level')], order: { by: 0, direction: 'desc', limit: 1 } });
    expect(isContrived(top)).toBe(true);
    expect(isContrived({ ...top, shown: [ref(loan, 'fee')] })).toBe(false);
  });
});

describe('rows that are left out', () => {
  it('are not those of last without a voucher', () => {
    const recent = [...propose(index, { language: 'en' })].filter(({ kind }) => kind === 'recent_rows');
    expect(recent.length).toBeGreaterThan(0);
    expect(recent.filter(({ sql }) => sql.includes('voucher'))).toEqual([]);
  });

  it('are no part of an average for each of what some rows do not lead to', () => {
    const per = (to: Entity): Intent =>
      intentOf(loan, { measures: [{ form: 'ratio', over: count, under: { ...by(loan, to), form: 'distinct' } }] });
    expect(isPlausible(per(voucher))).toBe(false);
    expect(isPlausible(per(reader))).toBe(true);
  });
});

it('keeps groups of one code apart by their key', () => {
  expect(sqlOf(intentOf(loan, { measures: [count], dimensions: [by(loan, voucher)] }))).toContain(
    'GROUP BY v.code, v.id',
  );
});

describe('what is not there', () => {
  const genre = field('genre', 'text', names('genre', '体裁'), { role: 'dimension', notNull: false, nullShare: 0.2 });
  const work = (own: Partial<typeof genre>): Intent => {
    const books = entity('book', names('book', '图书/本'), [key(), { ...genre, ...own }], { rowCount: 90 });
    const values = ['Crime', 'Poetry'].map((text) => ({ value: text, meaning: null }));
    return intentOf(books, {
      measures: [count],
      where: { form: 'in', of: ref(books, 'genre'), values, negated: true },
    });
  };

  it('is none of the values either', () => {
    expect(sqlOf(work({}))).toContain("WHERE (genre NOT IN ('Crime', 'Poetry') OR genre IS NULL)");
    expect(sqlOf(work({ nullShare: 0 }))).not.toContain('IS NULL');
    expect(sqlOf(work({ notNull: true }))).not.toContain('IS NULL');
  });

  it('is not promised by 每位', () => {
    const total: Measure = { form: 'aggregate', by: 'sum', of: ref(loan, 'fee') };
    // 300 of 400 readers have loans.
    expect(phrases(intentOf(loan, { measures: [total], dimensions: [by(loan, reader)] }), 'zh').join()).not.toContain(
      '每位',
    );
  });

  it('is no missing time of completion where a status knows what became of the row', () => {
    const done = field('done_at', 'timestamp', names('completion time', '完成时间'), {
      role: 'time',
      notNull: false,
      nullShare: 0.3,
      nullMeaning: { en: 'not completed yet', zh: '尚未完成' },
    });
    const status = field('status', 'text', names('status', '状态'), {
      role: 'dimension',
      values: ['open', 'failed', 'done'].map((text) => value(text, 0.3)),
    });
    const job = (...fields: Entity['fields']): Entity =>
      entity('job', names('job', '作业/个'), fields, { rowCount: 90 });
    const conditions = (of: Entity) => ownConditions(new ModelIndex(modelOf([of], [])), of, []);
    expect(conditions(job(key(), done)).map(({ form }) => form)).toContain('null');
    expect(conditions(job(key(), done, status)).map(({ form }) => form)).not.toContain('null');
  });
});

it('rounds a mean of small fractions by their scale', () => {
  const share = field('share', 'numeric', names('share', '份额'), {
    role: 'measure',
    range: { min: '0', max: '0.015' },
  });
  const fund = entity('fund', names('fund', '基金/只'), [key(), share], { rowCount: 90 });
  const middle = (by: 'median' | 'avg'): string =>
    sqlOf(intentOf(fund, { measures: [{ form: 'aggregate', by, of: ref(fund, 'share') }] }));
  expect(middle('median')).toContain('::numeric, 4)');
  expect(middle('avg')).toContain('ROUND(AVG(share), 4)');
});

it('asks for no lowest value in the history of a level', () => {
  const noted = entity(
    'noted_level',
    names('water level', '水位/条'),
    [key(), field('level', 'numeric', names('level', '水位'), { role: 'measure', additivity: 'semi_additive' })],
    { kind: 'snapshot', rowCount: 900 },
  );
  const kinds = [...propose(new ModelIndex(modelOf([noted], [])), { language: 'en' })].map(({ kind }) => kind);
  expect(kinds).not.toContain('range');
});

describe('words for rows and figures', () => {
  it('count records where one title stands in several rows', () => {
    const intent = intentOf(intake, { measures: [count] });
    expect(first(intent)).toBe('How many vitamins are there?');
    expect(firstZh(intent)).toBe('一共有多少条维生素记录？');
  });

  it('say what lasts before the unit', () => {
    const lasting = (...by: ('avg' | 'min' | 'max')[]): Intent =>
      intentOf(loan, { measures: by.map((one) => ({ form: 'aggregate', by: one, of: days })) });
    expect(first(lasting('avg'))).toBe('What is the average loan duration in days?');
    expect(phrases(lasting('min', 'max'), 'en')).toContain('Show the shortest and longest loan durations in days.');
  });

  it('speak of stock', () => {
    const total: Measure = { form: 'aggregate', by: 'sum', of: ref(stock, 'quantity') };
    const byShelf = intentOf(stock, { measures: [total], dimensions: [by(stock, shelf)] });
    expect(phrases(byShelf, 'en')).toContain('Show the total quantity in stock by shelf.');
    expect(phrases(byShelf, 'zh')).toContain('按书架统计馆藏总库存量。');
  });

  it('say the unit of a span once', () => {
    const of = { ...days, metric: { ...days.metric, unit: { kind: 'duration', code: 'day', field: null } } } as const;
    const value = (text: string) => ({ value: text, meaning: null });
    expect(
      first(intentOf(loan, { measures: [count], where: { form: 'between', of, low: value('3'), high: value('9') } })),
    ).toContain('between 3 and 9 days');
  });

  it('say of those with a deed how much it is for each', () => {
    const per = (over: Measure): Intent =>
      intentOf(loan, { measures: [{ form: 'ratio', over, under: { ...by(loan, reader), form: 'distinct' } }] });
    expect(phrases(per(count), 'zh')).toContain('统计平均每位读者的借阅次数（仅统计有过借阅记录的读者）。');
    // Of all that a reader paid, and not of one loan.
    expect(first(per({ form: 'aggregate', by: 'sum', of: ref(loan, 'fee') }))).toContain(
      'average total fee of loans per reader',
    );
  });
});

describe('both of two', () => {
  it.each([
    ['parcels sent by Alba', 'parcels sent by Brio', 'parcels sent by both Alba and Brio'],
    ['late parcels', 'lost parcels', 'both late and lost parcels'],
    ['viewings of shows rated G', 'viewings of shows rated R', 'viewings of both G and R shows'],
    ['doses with drug Alba', 'doses with drug Brio', 'doses with both Alba and Brio'],
    ['visits of Alba', 'parcels for Brio', 'both visits of Alba and parcels for Brio'],
  ])('%s, %s', (one, other, both) => {
    expect(bothEn(one, other)).toBe(both);
  });
});
