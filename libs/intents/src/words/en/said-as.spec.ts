import { describe, expect, it } from '@jest/globals';
import { ModelIndex } from '#libs/semantic-model';
import { entity, field, modelOf, names, relationship, value } from '../../../../../test/harness/model-builder.js';
import { key, name, reference } from '../../../../../test/harness/shop-things.js';
import { intentOf, type Condition, type Dimension, type Measure } from '../../intent.js';
import { fieldRef, stepsIn, stepsOut } from '../../paths.js';
import { Names } from '../names.js';
import { phrases } from '../phrase.js';
import { withOwnerEn } from './verbs.js';

const kind = (column: string, label: string) =>
  field(column, 'text', names(label, '类型'), { role: 'dimension', values: [value('x', 0.3)] });
const supplier = entity(
  'supplier',
  names('supplier', '供应商/家'),
  [
    key(),
    name('name', '名称'),
    kind('credit_rating', 'credit rating'),
    kind('expiry_year', 'expiry year'),
    kind('licence_expiration_year', 'licence expiration year'),
    kind('device_type', 'device type'),
    kind('insurance_type', 'insurance type'),
    kind('status', 'status'),
    kind('group_name', 'group name'),
    kind('shelf', 'shelf'),
    field('width', 'integer', names('width', '宽度'), { role: 'measure' }),
    field('sales_ytd', 'numeric', names('sales YTD', '本年销售额'), { role: 'measure', additivity: 'additive' }),
    field('created_at', 'timestamp', names('created time', '创建时间'), { role: 'time' }),
  ],
  { rowCount: 300, time: 'created_at' },
);
const region = entity('region', names('region', '大区/个'), [key(), name('name', '名称')], { rowCount: 8 });
const bill = entity(
  'bill',
  names('bill', '账单/张'),
  [
    key(),
    reference('supplier_id', 'supplier', '供应商'),
    reference('region_id', 'region', '大区'),
    field('amount', 'numeric(10,2)', names('amount', '金额'), { role: 'measure', additivity: 'additive' }),
    kind('status', 'status'),
  ],
  { kind: 'event', title: ['id'], rowCount: 900 },
);
const index = new ModelIndex(
  modelOf(
    [supplier, region, bill],
    [relationship('bill.supplier_id → supplier.id'), relationship('bill.region_id → region.id')],
  ),
);
const count: Measure = { form: 'count' };
const ref = (of: typeof supplier, column: string) => {
  const found = of.fields.find((own) => own.name === column);
  if (!found) {
    throw new Error(`no ${column}`);
  }
  return fieldRef(of, [], found);
};
const having = (column: string, text: string) => {
  const where: Condition = {
    form: 'compare',
    of: ref(supplier, column),
    by: '=',
    value: { value: text, meaning: null },
  };
  return phrases(intentOf(supplier, { measures: [count], where }), 'en')[0];
};

describe('English conditions and figures', () => {
  it('says the condition on the first row of each group, whatever it is ranked by', () => {
    const byGroup: Dimension = { form: 'field', of: ref(supplier, 'group_name') };
    for (const column of ['width', 'sales_ytd']) {
      const ranked = intentOf(supplier, {
        shown: [ref(supplier, column)],
        dimensions: [byGroup],
        where: { form: 'compare', of: ref(supplier, 'device_type'), by: '=', value: { value: 'V6', meaning: null } },
        order: { by: 0, direction: 'desc', limit: null },
        comparison: { form: 'rank', top: 1 },
      });
      const questions = phrases(ranked, 'en');
      expect(questions).toHaveLength(2);
      expect(questions.filter((question) => !question.includes('V6'))).toEqual([]);
    }
  });

  it.each([
    ['credit_rating', 'Excellent', 'How many suppliers have an excellent credit rating?'],
    ['expiry_year', '2027', 'How many suppliers expire in 2027?'],
    ['licence_expiration_year', '2026', 'How many suppliers expire in 2026?'],
    ['device_type', 'mobile app', 'How many mobile app suppliers are there?'],
    ['insurance_type', 'private', 'How many suppliers have private insurance?'],
    ['status', 'unread', 'How many unread suppliers are there?'],
    ['status', 'pending approval', 'How many suppliers are pending approval?'],
    ['group_name', 'Makers', 'How many suppliers are in the Makers group?'],
    ['shelf', 'B7', 'How many suppliers are on shelf "B7"?'],
  ])('says %s %s as an adjective, a verb or a place', (column, text, question) => {
    expect(having(column, text)).toBe(question);
  });

  it('says what something is by its extreme, and figures of a year as year-to-date', () => {
    const order = { by: 0, direction: 'asc', limit: 1 } as const;
    expect(phrases(intentOf(supplier, { shown: [ref(supplier, 'width')], order }), 'en')[0]).toBe(
      'Which supplier is the narrowest?',
    );
    const total: Measure = { form: 'aggregate', by: 'sum', of: ref(supplier, 'sales_ytd') };
    expect(phrases(intentOf(supplier, { measures: [total] }), 'en')[0]).toContain('total year-to-date sales');
    expect(phrases(intentOf(supplier, { shown: [ref(supplier, 'created_at')] }), 'en')[0]).toContain('creation time');
  });

  it('counts different things of a group, and rows beside different things', () => {
    const [ofSupplier, ofRegion] = [supplier, region].map((end) =>
      stepsOut(index, bill).filter(({ target }) => target === end),
    );
    const different: Measure = { form: 'distinct', path: ofSupplier ?? [], entity: supplier };
    const byRegion: Dimension = { form: 'entity', path: ofRegion ?? [], entity: region, withEmpty: false };
    const byStatus: Dimension = { form: 'field', of: ref(bill, 'status') };
    expect(phrases(intentOf(bill, { measures: [different], dimensions: [byRegion] }), 'en')[0]).toBe(
      'How many different suppliers have bills for each region?',
    );
    expect(phrases(intentOf(bill, { measures: [count, different], dimensions: [byStatus] }), 'en')[0]).toBe(
      'How many bills and how many different suppliers are there for each status?',
    );
  });

  it('says the amount of a linked row by the row', () => {
    const where: Condition = {
      form: 'compare',
      of: ref(bill, 'amount'),
      by: '>',
      value: { value: '50', meaning: null },
    };
    const exists: Condition = { form: 'exists', path: stepsIn(index, supplier), where, negated: false };
    expect(phrases(intentOf(supplier, { where: exists }), 'en')).toContain('List the suppliers with a bill above 50.');
  });

  it('speaks of each one only where none is left out, and lists what has an owner as such', () => {
    const toSupplier = (used: number, nullShare: number) => {
      const owned = {
        ...bill,
        fields: bill.fields.map((own) => (own.name === 'supplier_id' ? { ...own, nullShare } : own)),
      };
      const path = stepsOut(index, bill)
        .filter(({ target }) => target === supplier)
        .map((step) => ({ ...step, relationship: { ...step.relationship, distinctCount: used } }));
      const dimension: Dimension = { form: 'entity', path, entity: supplier, withEmpty: false };
      return { owned, path, dimension };
    };
    const counted = (used: number) =>
      phrases(intentOf(bill, { measures: [count], dimensions: [toSupplier(used, 0).dimension] }), 'en')[0];
    expect(counted(300)).toBe('How many bills does each supplier have?');
    expect(counted(120)).toBe('Count the bills by supplier.');
    const ratio = (used: number): Measure => ({
      form: 'ratio',
      over: count,
      under: { form: 'distinct', path: toSupplier(used, 0).path, entity: supplier },
    });
    const perSupplier = (used: number) => phrases(intentOf(bill, { measures: [ratio(used)] }), 'en')[0];
    expect(perSupplier(300)).toBe('What is the average number of bills per supplier?');
    expect(perSupplier(120)).toBe(
      'What is the average number of bills per supplier, counting only suppliers that have any?',
    );
    const withOwner = (nullShare: number) => {
      const { owned, dimension } = toSupplier(120, nullShare);
      return withOwnerEn(intentOf(owned, { dimensions: [dimension] }), 'bills', new Names('en', owned));
    };
    expect(withOwner(0)).toBe(' with their supplier');
    expect(withOwner(0.4)).toBe(' that have a supplier, along with the supplier of each');
  });

  it('says that the subtotals of several rows are added up', () => {
    const subtotal = field('subtotal', 'numeric', names('subtotal', '小计'), {
      role: 'measure',
      additivity: 'additive',
    });
    const path = stepsOut(index, bill).filter(({ target }) => target === region);
    const top = intentOf(bill, {
      measures: [{ form: 'aggregate', by: 'sum', of: fieldRef(bill, [], subtotal) }],
      dimensions: [{ form: 'entity', path, entity: region, withEmpty: false }],
      order: { by: 0, direction: 'desc', limit: 1 },
    });
    expect(phrases(top, 'en')[0]).toBe('Which region has the highest total amount of bills?');
  });

  it('says by a verb what was done', () => {
    const drug = entity('drug', names('drug', '药品/种'), [key(), name('name', '名称')], { rowCount: 40 });
    const treatment = entity(
      'treatment',
      names('treatment', '治疗/次'),
      [key(), reference('drug_id', 'drug', '药品')],
      { kind: 'event', rowCount: 900 },
    );
    const clinic = new ModelIndex(modelOf([drug, treatment], [relationship('treatment.drug_id → drug.id')]));
    const of = { ...fieldRef(drug, [], drug.fields[1]!), path: stepsOut(clinic, treatment) };
    const where: Condition = { form: 'compare', of, by: '=', value: { value: 'Medicol', meaning: null } };
    expect(phrases(intentOf(treatment, { measures: [count], where }), 'en')).toContain(
      'Count the treatments with Medicol.',
    );
  });
});
