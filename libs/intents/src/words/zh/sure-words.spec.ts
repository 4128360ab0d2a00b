import { describe, expect, it } from '@jest/globals';
import { measureWordOf } from '#libs/lexicon';
import { ModelIndex } from '#libs/semantic-model';
import { entity, field, modelOf, names, relationship, value } from '../../../../../test/harness/model-builder.js';
import { refsOf } from '../../../../../test/harness/model-refs.js';
import { amount, date, event, word } from '../../../../../test/harness/plain-columns.js';
import { intentOf, type Intent, type Measure } from '../../intent.js';
import { phrases } from '../phrase.js';
import { happeningZh } from './happenings.js';
import { isOwnedZh } from '../../certain/owned-zh.js';

const guessed = (en: string, zh: string) => {
  const both = names(en, zh);
  return { ...both, zh: { ...both.zh, isGuessed: true } };
};
const flag = (name: string, label: string) =>
  field(name, 'boolean', names(name, label), { role: 'flag', values: [value('true', 0.5), value('false', 0.5)] });

/** A school of drivers. */
const index = new ModelIndex(
  modelOf(
    [
      entity('pupil', names('pupil', '学员/位'), [flag('poor', '是否家庭经济困难'), word('state', '状态')], {
        title: [],
      }),
      entity('branch', names('branch', '分店/家'), [date('opened', '开业日期')], {}),
      entity(
        'car',
        names('car', '教练车/辆'),
        [date('bought', '购置日期'), amount('roaming', '漫游'), amount('rent', '租金'), amount('floors', '层数')],
        { title: [] },
      ),
      event('lesson', '预约单/张', [
        date('taken', '预约时间'),
        field('kind', 'text', names('kind', '车型代码'), {
          role: 'dimension',
          distinctCount: 2,
          values: [value('1', 0.5, { en: 'small', zh: '小型车' }), value('2', 0.5, { en: 'big', zh: '大型车' })],
        }),
      ]),
      event('odd', '场次/场', [word('tier', '层级', { label: guessed('tier', '层级') })]),
      event('line', '发票明细/条', [amount('amount', '金额'), amount('pieces', '数量')], 'line'),
    ],
    [
      relationship('lesson.branch_id → branch.id'),
      relationship('lesson.clerk_id → pupil.id', { role: names('creator', '创建人/位') }),
    ],
  ),
);
const { of, by, byOwner, ref, is } = refsOf(index);
const count: Measure = { form: 'count' };
const figure = (by: 'sum' | 'avg', text: string): Measure => ({ form: 'aggregate', by, of: ref(text) });
const said = (table: string, more: Partial<Intent>): string[] => phrases(intentOf(of(table), more), 'zh');

describe('a question has words that are sure', () => {
  it('or is not asked: names that are guesses, and who wrote a row', () => {
    expect(said('odd', { measures: [count], dimensions: [by('odd.tier')] })).toEqual([]);
    expect(said('odd', { measures: [count] })).not.toEqual([]);
    expect(said('lesson', { measures: [count], dimensions: [byOwner('lesson', 'pupil')] })).toEqual([]);
    expect(said('lesson', { measures: [count], dimensions: [byOwner('lesson', 'branch')] })).not.toEqual([]);
  });

  it('sums and averages are of quantities', () => {
    expect(said('car', { measures: [figure('sum', 'car.rent')] })[0]).toContain('总租金');
    expect(said('car', { measures: [figure('sum', 'car.roaming')] })).toEqual([]);
    expect(said('car', { measures: [figure('avg', 'car.roaming')] })).toEqual([]);
    expect(said('car', { measures: [figure('sum', 'car.floors')] })).toEqual([]);
    expect(said('car', { measures: [figure('avg', 'car.floors')] })).not.toEqual([]);
  });

  it('things are bought, and do not buy', () => {
    const dimensions = [{ form: 'time', of: ref('car.bought'), bucket: 'year' }] as const;
    expect(said('car', { measures: [count], dimensions })[0]).toBe('每年分别购置了多少辆教练车？');
  });

  it('people have no state of a document, and a column of codes is called by what they mean', () => {
    expect(said('pupil', { measures: [count], where: is('pupil.state', 'cancelled') })).toEqual([]);
    expect(said('pupil', { measures: [count], where: is('pupil.poor', 'true') })[0]).toBe(
      '家庭经济困难的学员有多少位？',
    );
    expect(said('lesson', { measures: [count], dimensions: [by('lesson.kind')] })[0]).toBe(
      '各车型分别有多少张预约单？',
    );
  });

  it('an amount by itself says what it is an amount of', () => {
    const intent = intentOf(of('line'), { measures: [figure('sum', 'line.amount')] });
    expect(isOwnedZh('各类型的发票总金额分别是多少？', intent)).toBe(true);
    expect(isOwnedZh('套餐“甲”的用户总金额是多少？', intent)).toBe(false);
    const pieces = intentOf(of('line'), { measures: [figure('sum', 'line.pieces')] });
    expect(isOwnedZh('已逾期发票的总数量是多少？', pieces)).toBe(false);
  });

  it('finds what happened in labels of two letters, and none in those of documents', () => {
    expect(happeningZh('入校日期', of('pupil'))).toBe('入校');
    expect(happeningZh('拾获时间', of('pupil'))).toBe('拾获');
    expect(happeningZh('账单日期', of('pupil'))).toBeNull();
    expect(happeningZh('截止日期', of('pupil'))).toBeNull();
  });

  it.each([
    ['客人点评', '条'],
    ['访客登记', '条'],
    ['设备停机', '次'],
    ['客服', '位'],
  ])('%s has the measure word %s', (noun, word) => {
    expect(measureWordOf(noun)).toBe(word);
  });
});
