import { describe, expect, it } from '@jest/globals';
import { ModelIndex, type Field } from '#libs/semantic-model';
import { entity, field, modelOf, names, relationship, value } from '../../../../../test/harness/model-builder.js';
import { refsOf } from '../../../../../test/harness/model-refs.js';
import { amount, date, event, word } from '../../../../../test/harness/plain-columns.js';
import { intentOf, type Condition, type Intent, type Measure } from '../../intent.js';
import { stepsIn } from '../../paths.js';
import type { Language } from '#libs/language';
import { phrases } from '../phrase.js';

const inCents = { unit: { kind: 'currency', code: 'cent', field: null } };
const states = (name: string, label: string, ...meanings: readonly string[]): Field =>
  word(name, label, { values: meanings.map((zh, at) => value(String(at), 0.4, { en: zh, zh })) });

/** A kennel: keepers look after dogs, which are checked in; suppliers are sent orders and write bills. */
const index = new ModelIndex(
  modelOf(
    [
      entity('keeper', names('keeper', '饲养员/位'), [word('sex', '性别'), word('skill', '擅长')], {}),
      entity('supplier', names('supplier', '供应商/家'), [date('joined', '入驻日期')], {
        time: 'joined',
        rowCount: 900,
      }),
      event('stay', '寄养记录/条', [
        word('way', '方式'),
        date('day', '寄养日期'),
        amount('aid', '医保支付'),
        amount('paid', '实付金额', inCents),
      ]),
      event('walk', '遛狗/次', [word('way', '遛狗方式')]),
      event('tariff', '价目表/份', [
        field('ended', 'date', names('ended', '结束日期'), {
          role: 'time',
          nullMeaning: { en: 'ongoing', zh: '仍在进行' },
        }),
      ]),
      event('crate', '货箱/个', [amount('weight', '重量', { unit: { kind: 'weight', code: 'lb', field: null } })]),
      entity(
        'drug',
        names('drug', '药品/种'),
        [field('no', 'text', names('no', '药品编码'), { role: 'code', distinctCount: 80 })],
        {
          titleRepeats: true,
          rowCount: 80,
        },
      ),
      entity('taken', names('taken', '用药/种'), [word('dose', '剂量')], { titleRepeats: true, rowCount: 80 }),
      event('po', '采购单/张', [states('state', '状态', '部分入库', '已完成')]),
      event('bill', '结算单/张', [date('due', '付款日期'), states('state', '状态', '尚未支付', '已支付')]),
      event('food', '饲料库存/件', [amount('kept', '锁定数量')], 'snapshot'),
      event('extra', '账单明细/条', [amount('quantity', '数量'), word('code', '费用编码')], 'line'),
      event('part', '订单明细/条', [amount('quantity', '数量'), word('size', '规格')], 'line'),
    ],
    [
      relationship('stay.keeper_id → keeper.id'),
      relationship('po.supplier_id → supplier.id', { distinctCount: 2 }),
      relationship('bill.supplier_id → supplier.id', { distinctCount: 2 }),
    ],
  ),
);

const { of, ref, is, by } = refsOf(index);
const count: Measure = { form: 'count' };
const sum = (text: string): Measure => ({ form: 'aggregate', by: 'sum', of: ref(text) });
const said = (table: string, more: Partial<Intent>, language: Language = 'zh'): string[] =>
  phrases(intentOf(of(table), more), language);
const has = (from: string, through: string, where: Condition, negated = false): Condition => ({
  form: 'exists',
  path: stepsIn(index, of(from)).filter(({ target }) => target.table === through),
  where,
  negated,
});

describe('groups', () => {
  it('of people by their sex are the people of each sex', () => {
    const texts = said('stay', { measures: [count], dimensions: [by('stay.keeper.sex')] });
    expect(texts.join()).not.toContain('各饲养员性别');
    expect(texts).toContain('不同性别的饲养员分别有多少条寄养记录？');
  });

  it('by a way say what is done in it', () => {
    expect(said('stay', { measures: [count], dimensions: [by('stay.way')] })[0]).toContain('寄养方式');
    expect(said('walk', { measures: [count], dimensions: [by('walk.way')] })[0]).toContain('各遛狗方式');
    expect(said('walk', { measures: [count], where: is('walk.way', '牵绳') })[0]).toBe(
      '遛狗方式为“牵绳”的遛狗有多少次？',
    );
  });

  it('of companies by year say that they came in it', () => {
    const dimensions = [{ form: 'time', of: ref('supplier.joined'), bucket: 'year' } as const];
    expect(said('supplier', { measures: [count], dimensions })[0]).toBe('每年分别有多少家供应商入驻？');
  });
});

describe('conditions', () => {
  it('a label that is a verb takes no 为', () => {
    expect(said('keeper', { measures: [count], where: is('keeper.skill', '训犬') })[0]).toBe(
      '擅长“训犬”的饲养员有多少位？',
    );
    expect(said('keeper', { measures: [count], where: is('keeper.skill', '训犬', true) })[0]).toContain('不擅长“训犬”');
  });

  it('two values that are denied are denied one by one', () => {
    const where: Condition = {
      form: 'in',
      of: ref('part.size'),
      values: ['大箱', '小箱'].map((text) => ({ value: text, meaning: null })),
      negated: true,
    };
    expect(said('part', { measures: [count], where })[0]).toContain('规格既不是“大箱”也不是“小箱”');
  });

  it('a price is in force where it does not end', () => {
    const where: Condition = { form: 'null', of: ref('tariff.ended'), negated: false };
    expect(said('tariff', { measures: [count], where })[0]).toBe('仍然有效的价目表有多少份？');
  });

  it('a state of what is had is no deed', () => {
    expect(said('supplier', { where: has('supplier', 'po', is('po.state', '0'), true) })[0]).toBe(
      '哪些供应商没有部分入库的采购单？',
    );
    expect(said('supplier', { where: has('supplier', 'bill', is('bill.state', '0')) })[0]).toBe(
      '哪些供应商有尚未支付的结算单？',
    );
  });
});

describe('figures', () => {
  it('rows of stock are no stock', () => {
    expect(said('food', { measures: [count] })[0]).toBe('一共有多少条饲料库存记录？');
    expect(said('food', { measures: [count] }).join()).not.toMatch(/库存数/u);
  });

  it('the quantity on lines of charges is no 销量', () => {
    expect(said('extra', { measures: [sum('extra.quantity')] })[0]).toBe('账单明细总数量是多少？');
    expect(said('part', { measures: [sum('part.quantity')] })[0]).toContain('销量');
  });

  it('what is paid has a total, as a noun', () => {
    expect(said('stay', { measures: [sum('stay.aid')] })[0]).toBe('寄养记录医保支付总额是多少？');
  });

  it('medicines of one name are things where each has a code, and records of what was taken elsewhere', () => {
    expect(said('drug', { measures: [count] })[0]).toBe('一共有多少种药品？');
    expect(said('taken', { measures: [count] })[0]).toBe('一共有多少条用药记录？');
  });

  it('have their units in Chinese', () => {
    const where: Condition = {
      form: 'compare',
      of: ref('crate.weight'),
      by: '>',
      value: { value: '50', meaning: null },
    };
    expect(said('crate', { measures: [count], where })[0]).toContain('超过 50 磅');
  });

  it('in cents say so', () => {
    expect(said('stay', { measures: [sum('stay.paid')] })[0]).toBe('寄养记录实付总金额是多少（单位：分）？');
    const order = { by: 0, direction: 'desc', limit: null } as const;
    const dimensions = [by('stay.way')];
    expect(said('stay', { measures: [sum('stay.paid')], dimensions, order }).join()).toMatch(/（单位：分），从高到低/u);
    expect(said('stay', { measures: [sum('stay.paid')] }, 'en')[0]).toMatch(/\(in cents\)\?$/);
  });
});
