import { describe, expect, it } from '@jest/globals';
import { ModelIndex, type Entity } from '#libs/semantic-model';
import { entity, field, modelOf, names, relationship, value } from '../../../../../test/harness/model-builder.js';
import { refsOf } from '../../../../../test/harness/model-refs.js';
import { key, name, reference } from '../../../../../test/harness/shop-things.js';
import { bothEn } from '../../families/composed/sets.js';
import { isContrived } from '../../contrived.js';
import { intentOf, type Condition, type FieldRef, type Intent, type Value } from '../../intent.js';
import { stepsIn } from '../../paths.js';
import { phrases } from '../phrase.js';

/** A foundry with its suppliers, and the calls that members make. Words that a strict reader would write otherwise. */
const figure = (column: string, en: string) =>
  field(column, 'integer', names(en, '数'), { role: 'measure', additivity: 'additive' });
const day = (column: string, en: string) => field(column, 'date', names(en, '日期'), { role: 'time' });
const thing = (table: string, noun: string, ...fields: ReturnType<typeof figure>[]) =>
  entity(table, names(noun, '东西/个'), [key(), name('name', '名称'), ...fields], { rowCount: 40 });

const state = field('state', 'text', names('status', '状态'), {
  role: 'dimension',
  values: [value('0', 0.6, { en: 'normal', zh: '正常' }), value('1', 0.4, { en: 'disabled', zh: '停用' })],
});
const supplier = thing('supplier', 'supplier');
const district = thing('district', 'district');
const guard = thing('guard', 'operator');
const bell = thing(
  'bell',
  'part',
  reference('supplier_id', 'supplier', '供应商'),
  reference('district_id', 'district', '地区'),
  reference('guard_id', 'operator', '操作员'),
  figure('days', 'days to cast'),
  figure('size', 'size'),
  figure('weight', 'weight'),
  state,
);
const member = thing('member', 'member', state);
const call = entity(
  'call',
  names('call', '通话/次'),
  [key(), reference('member_id', 'member', '会员'), day('made_on', 'call date'), figure('freight', 'freight')],
  { kind: 'event', time: 'made_on', title: ['id'], rowCount: 900 },
);
const buyer = thing('buyer', 'customer');
const sale = entity(
  'sale',
  names('sale', '销售/笔'),
  [
    key(),
    reference('buyer_id', 'customer', '客户'),
    field('status', 'text', names('status', '状态'), { role: 'dimension', values: [value('failed', 0.1)] }),
  ],
  { kind: 'event', title: ['id'], rowCount: 900 },
);
const parcel = entity(
  'parcel',
  names('order line', '订单明细/条'),
  [key(), reference('call_id', 'call', '通话'), figure('received', 'quantity received')],
  { kind: 'line', title: ['id'], rowCount: 900 },
);

const index = new ModelIndex(
  modelOf(
    [supplier, district, guard, bell, member, call, parcel, buyer, sale],
    [
      relationship('bell.supplier_id → supplier.id'),
      relationship('bell.district_id → district.id'),
      relationship('bell.guard_id → guard.id'),
      relationship('call.member_id → member.id'),
      relationship('parcel.call_id → call.id'),
      relationship('sale.buyer_id → buyer.id'),
    ],
  ),
);
const { ref, byOwner } = refsOf(index);
const is = (of: FieldRef, text: string, meaning: Value['meaning'] = null): Condition => ({
  form: 'compare',
  of,
  by: '=',
  value: { value: text, meaning },
});
const without = (owner: Entity): Condition => ({
  form: 'exists',
  path: stepsIn(index, owner).slice(0, 1),
  where: null,
  negated: true,
});
const said = (of: Entity, more: Partial<Intent>) => phrases(intentOf(of, more), 'en');

describe('a strict reader of English', () => {
  it('hears what takes days, and not a number of days', () => {
    const days = ref('bell.days');
    expect(said(bell, { where: { form: 'average', of: days, by: '>' } })[0]).toBe(
      'Which parts take longer than average to cast?',
    );
    const more: Condition = { form: 'compare', of: days, by: '>', value: { value: '3', meaning: null } };
    expect(said(bell, { where: more })[0]).toBe('Which parts take more than 3 days to cast?');
  });

  it('hears the verb of what is missing', () => {
    expect(said(supplier, { where: without(supplier) })).toContain('List the suppliers that do not supply any parts.');
    expect(said(district, { where: without(district) })[0]).toBe('Which districts have no parts on record?');
    expect(said(guard, { where: without(guard) })[0]).toBe('Which operators have no parts assigned to them?');
  });

  it('hears who did it as the subject', () => {
    const idle = is(ref('call.member.state'), '0', { en: 'normal', zh: '正常' });
    expect(said(call, { measures: [{ form: 'count' }], where: idle })).toEqual([
      'How many calls did active members make?',
    ]);
  });

  it('hears that buyers bought, and that what failed has failed', () => {
    const sales = without(buyer);
    expect(said(buyer, { where: sales })).toContain('List the customers who have never bought anything.');
    const failed: Condition = is(ref('sale.status'), 'failed');
    expect(said(sale, { measures: [{ form: 'rate', where: failed }] })[0]).toBe(
      'What percentage of sales have failed?',
    );
  });

  it('hears of the past in the past, and of charges on rows', () => {
    const monthly: Partial<Intent> = {
      dimensions: [{ form: 'time', of: ref('call.made_on'), bucket: 'month' }],
    };
    expect(said(call, { ...monthly, measures: [{ form: 'count' }] })[0]).toBe(
      'How many calls were there in each month?',
    );
    const freight: Intent['measures'] = [{ form: 'aggregate', by: 'sum', of: ref('call.freight') }];
    expect(said(call, { measures: freight })[0]).toBe('What is the total freight on calls?');
  });

  it('sorts sizes from largest to smallest', () => {
    const sizes: Intent['measures'] = [{ form: 'aggregate', by: 'sum', of: ref('bell.size') }];
    const order: Intent['order'] = { by: 0, direction: 'asc', limit: null };
    const owners: Intent['dimensions'] = [byOwner('bell', 'guard')];
    expect(said(bell, { measures: sizes, dimensions: owners, order })[0]).toBe(
      'What is the total part size for each operator, from smallest to largest?',
    );
  });

  it('hears each noun once where two things are asked of the same rows', () => {
    expect(bothEn('trips assigned to Mule', 'trips assigned to Ox')).toBe(
      'trips assigned to Mule as well as ones assigned to Ox',
    );
  });

  it('takes active for normal, where the others are switched off', () => {
    const normal = is(ref('bell.state'), '0', { en: 'normal', zh: '正常' });
    expect(said(bell, { where: normal })).toContain('List the active parts.');
  });

  it('is not asked what was received in the month of a call', () => {
    const measures: Intent['measures'] = [{ form: 'aggregate', by: 'sum', of: ref('parcel.received') }];
    const where: Condition = {
      form: 'period',
      of: ref('parcel.call.made_on'),
      period: { unit: 'month', year: 2024, month: 4 },
    };
    expect(isContrived(intentOf(parcel, { measures }))).toBe(false);
    expect(isContrived(intentOf(parcel, { measures, where }))).toBe(true);
  });
});
