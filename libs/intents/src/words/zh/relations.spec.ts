import { describe, expect, it } from '@jest/globals';
import { ModelIndex } from '#libs/semantic-model';
import { entity, modelOf, names, relationship } from '../../../../../test/harness/model-builder.js';
import { refsOf } from '../../../../../test/harness/model-refs.js';
import { amount, date, event, word } from '../../../../../test/harness/plain-columns.js';
import { intentOf, type Dimension, type Intent, type Measure } from '../../intent.js';
import { stepsIn } from '../../paths.js';
import { isPerSoldPiece } from '../../sold-once.js';
import { phrases } from '../phrase.js';
import { inPeriodZh } from './deeds.js';

/** A marina: staff looks after members, who get bills and buy yachts. */
const index = new ModelIndex(
  modelOf(
    [
      entity('clerk', names('clerk', '店员/位'), [word('city', '城市'), word('title', '职务')], {}),
      entity('member', names('member', '会员/位'), [word('country', '国家'), word('state', '州/省')], {}),
      event('bill', '账单/张', [date('made', '账单日期'), amount('total', '总金额'), word('town', '寄送城市')]),
      event('sale', '销售/笔', [date('sold', '销售日期'), word('way', '支付方式')]),
      event('receipt', '收款/笔', [date('paid', '收款日期'), word('type', '类型')]),
      entity('yacht', names('yacht', '游艇/艘'), [word('year', '年款')], {}),
      entity('feature', names('feature', '功能/项'), [word('kind', '类型')], {}),
      entity('team', names('team', '用户组/个'), [word('scope', '范围')], {}),
      entity('grant', names('grant', '用户组功能/条'), [], { kind: 'link' }),
      entity('canton', names('canton', '瑞士州/个'), [word('side', '所属大区')], {}),
    ],
    [
      relationship('member.clerk_id → clerk.id', { distinctCount: 2 }),
      relationship('bill.member_id → member.id', { distinctCount: 2 }),
      relationship('sale.yacht_id → yacht.id'),
      relationship('sale.member_id → member.id'),
      relationship('receipt.sale_id → sale.id'),
      relationship('grant.feature_id → feature.id', { distinctCount: 2 }),
      relationship('grant.team_id → team.id', { distinctCount: 2 }),
    ],
  ),
);

const { of, ref, is, owner, by, byOwner } = refsOf(index);
const count: Measure = { form: 'count' };
const said = (table: string, more: Partial<Intent>): string[] => phrases(intentOf(of(table), more), 'zh');
const monthly: Dimension = { form: 'time', of: ref('bill.made'), bucket: 'month' };
const pathTo = (from: string, through: string) =>
  stepsIn(index, of(from)).filter(({ target }) => target.table === through);

describe('owners and what they have', () => {
  it('staff looks after people, and what is theirs is not that of the staff', () => {
    const where = {
      form: 'exists',
      path: pathTo('clerk', 'member'),
      where: is('member.state', 'NY'),
      negated: false,
    } as const;
    expect(said('clerk', { where })[0]).toBe('哪些店员负责来自“NY”州的会员？');
    const far: Dimension = {
      form: 'entity',
      ...{ path: [...owner('bill', 'member').path, ...owner('member', 'clerk').path], entity: of('clerk') },
      withEmpty: false,
    };
    expect(said('bill', { measures: [count], dimensions: [far] })[0]).toBe(
      '每位店员负责的会员共有多少张账单（仅统计会员有账单的店员）？',
    );
  });

  it('a feature is given to teams', () => {
    const [given] = stepsIn(index, of('team'));
    const link = given && {
      form: 'entity' as const,
      path: [given, ...owner('grant', 'feature').path],
      entity: of('feature'),
      withEmpty: false,
    };
    expect(said('team', { measures: [count], dimensions: link ? [link] : [] })[0]).toMatch(
      /^每项功能分配给了多少个用户组/u,
    );
  });

  it('papers are got, and in each month without 过', () => {
    const members: Measure = { form: 'distinct', ...owner('bill', 'member') };
    expect(said('bill', { measures: [members], where: is('bill.town', '青岛') })[0]).toBe(
      '有多少位会员收到过发往“青岛”的账单？',
    );
    expect(said('bill', { measures: [members], dimensions: [monthly] })).toContain('按月份统计收到账单的会员数。');
    expect(['下过订单', '下过待处理订单', '付过款', '有过借阅记录', '卖出过'].map(inPeriodZh)).toEqual([
      '下单',
      '有待处理订单',
      '付款',
      '有借阅记录',
      '卖出',
    ]);
  });
});

describe('where somebody is', () => {
  it('is no origin of the staff', () => {
    expect(said('clerk', { measures: [count], where: is('clerk.city', '青岛') })[0]).toBe(
      '所在城市为“青岛”的店员有多少位？',
    );
  });

  it('does not run into the verb before it', () => {
    const order = { by: 0, direction: 'desc', limit: 1 } as const;
    const dimensions = [byOwner('member', 'clerk')];
    expect(said('member', { measures: [count], dimensions, order, where: is('member.country', '日本') })[0]).toBe(
      '哪位店员负责的会员中，来自“日本”的最多？',
    );
    expect(said('member', { shown: [ref('member.state')], where: is('member.country', '日本') })[0]).toMatch(
      /^查询来自/u,
    );
  });
});

describe('parts of a whole', () => {
  it('are rows, of which the number is asked', () => {
    const rate: Measure = { form: 'rate', where: is('receipt.type', '定金') };
    expect(said('receipt', { measures: [rate] })[0]).toBe('全部收款中，类型为“定金”的笔数占百分之多少？');
    const share = { form: 'share' } as const;
    expect(said('sale', { measures: [count], dimensions: [by('sale.yacht.year')], comparison: share })[0]).toBe(
      '全部销售中，各年款游艇的销售笔数分别占百分之多少？',
    );
    expect(said('member', { measures: [count], dimensions: [by('member.country')], comparison: share })[0]).toBe(
      '全部会员中，各国会员分别占百分之多少？',
    );
  });

  it('of the provinces of a country are of 各州', () => {
    const rate: Measure = { form: 'rate', where: is('canton.side', '西部') };
    expect(said('canton', { measures: [rate] })[0]).toBe('瑞士各州中，所属大区为“西部”的占百分之多少？');
  });

  it('of each group need no word for the groups', () => {
    const rate: Measure = { form: 'rate', where: is('bill.town', '青岛') };
    expect(said('bill', { measures: [rate], dimensions: [monthly] })).toContain('按月份统计账单中发往“青岛”的占比。');
  });
});

describe('the total of one document', () => {
  it('is its amount where a percentile or a mean is asked', () => {
    const total = ref('bill.total');
    expect(said('bill', { measures: [{ form: 'percentile', at: 0.9, of: total }] })[0]).toMatch(
      /^账单金额的 90 分位数/u,
    );
    expect(said('bill', { measures: [{ form: 'aggregate', by: 'median', of: total }] })[0]).toMatch(/账单金额中位数/u);
    expect(said('bill', { measures: [{ form: 'aggregate', by: 'sum', of: total }] })[0]).toBe('账单总金额是多少？');
  });
});

describe('a piece that is sold once', () => {
  const perPiece = (table: string, more: Partial<Intent>): boolean => isPerSoldPiece(intentOf(of(table), more));

  it('is no group of its sales, nor of their payments', () => {
    const far: Dimension = {
      form: 'entity',
      path: [...owner('receipt', 'sale').path, ...owner('sale', 'yacht').path],
      entity: of('yacht'),
      withEmpty: false,
    };
    expect(perPiece('receipt', { measures: [count], dimensions: [far] })).toBe(true);
    expect(perPiece('sale', { shown: [ref('sale.sold')], dimensions: [byOwner('sale', 'yacht')] })).toBe(true);
    expect(perPiece('sale', { measures: [count], dimensions: [byOwner('sale', 'member')] })).toBe(false);
  });
});
