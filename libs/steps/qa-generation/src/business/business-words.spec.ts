import { describe, expect, it } from '@jest/globals';
import { chineseFor } from '#libs/catalog';
import { catalogOf, column, measured, relation } from '../../../../../test/harness/made-catalog.js';
import { conditionValues } from './condition-values.js';
import { isAdditive, roleOf } from './field-role.js';
import { plural, singular } from './inflection.js';
import { entityLabel, fieldLabel } from './label.js';
import { wordingOf } from '../kinds/candidate.js';
import { stripRolePrefix, eachOf, extremes, isOrAre, nounOf } from '../kinds/words.js';
import { buildModel } from './build-model.js';
import { periodsOf } from './period.js';

describe('inflection', () => {
  it.each([
    ['films', 'film', 'films'],
    ['category', 'category', 'categories'],
    ['invoice lines', 'invoice line', 'invoice lines'],
    ['address', 'address', 'addresses'],
    ['people', 'person', 'people'],
    ['staff', 'staff member', 'staff members'],
    ['boxes', 'box', 'boxes'],
    ['sales by store', 'sales by store record', 'sales by store records'],
    ['film list', 'film list entry', 'film list entries'],
  ])('%s is one %s and many %s', (phrase, one, many) => {
    expect(singular(phrase)).toBe(one);
    expect(plural(one)).toBe(many);
  });
});

describe('labels', () => {
  it('takes a comment of the right language up to its first punctuation', () => {
    expect(fieldLabel(['wx'], '微信支付金额，单位元', 'zh')).toBe('微信支付金额');
    expect(fieldLabel(['wx'], 'Paid by WeChat, in yuan', 'en')).toBe('paid by WeChat');
    expect(entityLabel(['service', 'area'], '服务区基础信息表，每个服务区一行', 'zh')).toBe('服务区');
  });

  it('falls back to the words of the name, in Chinese where all are common', () => {
    expect(fieldLabel(['rental', 'date'], null, 'zh')).toBe('租借日期');
    expect(fieldLabel(['wx'], '微信支付', 'en')).toBe('wx');
    expect(chineseFor(['total', 'amount'])).toBe('总金额');
    expect(chineseFor(['flux', 'amount'])).toBeNull();
    expect(chineseFor(['sales', 'by', 'store'])).toBe('门店销售额');
    expect(fieldLabel(['actors'], null, 'zh')).toBe('演员');
  });

  it('knows the moments and people that columns are called after', () => {
    expect(fieldLabel(['closed', 'at'], null, 'zh')).toBe('关闭时间');
    expect(fieldLabel(['num', 'created', 'nodes'], null, 'zh')).toBe('新建节点数');
    expect(fieldLabel(['resolved', 'by'], null, 'zh')).toBe('解决人');
    expect(fieldLabel(['at'], null, 'zh')).toBe('at');
  });

  it('spells out in English what columns are called for short', () => {
    expect(fieldLabel(['closed', 'at'], null, 'en')).toBe('closed time');
    expect(fieldLabel(['shop', 'no'], null, 'en')).toBe('shop number');
    expect(fieldLabel(['num', 'changes'], null, 'en')).toBe('number of changes');
    expect(fieldLabel(['no', 'smoking'], null, 'en')).toBe('no smoking');
    expect(fieldLabel(['active'], null, 'en')).toBe('active status');
  });

  it('calls an address by its street and its lines', () => {
    const [address] = buildModel(
      catalogOf(
        relation('address', [
          column('address_id', 'integer'),
          column('address', 'text'),
          column('address2', 'text'),
          column('active', 'boolean'),
        ]),
      ),
      [],
      'zh',
    ).entities;
    expect(address?.fields.map(({ short }) => short).slice(1, 3)).toEqual(['详细地址', '地址第二行']);
    expect(address?.title).toMatchObject({ labels: ['详细地址'], isName: true });
  });

  it('says the name of the entity once, unless another column has what is left', () => {
    const [area] = buildModel(
      catalogOf(
        relation(
          'area',
          [
            column('area_name', 'text', { comment: '服务区名称' }),
            column('area_no', 'text', { comment: '服务区编码' }),
          ].concat(column('code', 'text', { comment: '编码' })),
          { comment: '服务区' },
        ),
      ),
      [],
      'zh',
    ).entities;
    expect(area?.fields.map(({ label, short }) => [label, short])).toEqual([
      ['服务区名称', '名称'],
      ['服务区编码', '服务区编码'],
      ['编码', '编码'],
    ]);
  });

  it('speaks of one row, not of the table', () => {
    expect(entityLabel(['mapper'], '各来源系统的服务区编码对照表', 'zh')).toBe('服务区编码对照');
    expect(entityLabel(['film', 'list'], null, 'zh')).toBe('影片列表条目');
    expect(entityLabel(['playlist'], null, 'zh')).toBe('播放列表');
  });
});

describe('wording', () => {
  it('does not name the parent twice', () => {
    expect(stripRolePrefix('服务区每日车流量的车辆总数', '服务区')).toBe('每日车流量的车辆总数');
    expect(stripRolePrefix('服务区数量', '服务区')).toBe('服务区数量');
    expect(stripRolePrefix('服务区的面积', '服务区')).toBe('服务区的面积');
    expect(stripRolePrefix('车流量', '服务区')).toBe('车流量');
  });

  it('says the same in several ways, and each thing always in the same', () => {
    const { say } = wordingOf('en');
    const said = Array.from({ length: 40 }, (_, index) =>
      say({ zh: '', en: [`count ${index}`, `how many ${index}`] }).slice(0, 5),
    );
    expect(new Set(said)).toEqual(new Set(['count', 'how m']));
    expect(say({ zh: '', en: ['count 7', 'how many 7'] })).toBe(say({ zh: '', en: ['count 7', 'how many 7'] }));
  });

  it('measures and counts as people do', () => {
    const [artist, rental] = buildModel(
      catalogOf(
        relation('artist', [column('id', 'integer'), column('name', 'text')], { comment: '艺术家' }),
        relation('rental', [column('id', 'integer'), column('length', 'integer', { comment: '时长' })], {
          comment: '租借',
        }),
      ),
      [],
      'zh',
    ).entities;
    if (!artist || !rental) {
      throw new Error('two entities were asked for');
    }
    expect([eachOf(artist), eachOf(rental), nounOf(artist), nounOf(rental)]).toEqual([
      '每位艺术家',
      '每条租借记录',
      '艺术家',
      '租借记录',
    ]);
    const [length] = rental.fields.slice(1);
    expect(length && extremes(length)).toEqual({ zh: ['最长', '最短'], en: ['highest', 'lowest'] });
  });

  it('agrees in number', () => {
    expect(['price', 'bytes', 'status', 'milliseconds'].map(isOrAre)).toEqual(['is', 'are', 'is', 'are']);
  });
});

describe('conditionValues', () => {
  it('quotes what needs it and shows what a code means', () => {
    const status = column('status', 'text', { comment: '状态：1-正常，2-停用' });
    const values = conditionValues(
      status,
      measured('status', { topValues: [{ value: '1', share: 0.9 }], sampleValues: ["o'k"] }),
      'zh',
    );
    expect(values).toEqual([
      { sql: "'1'", shown: '正常' },
      { sql: "'o''k'", shown: "o'k" },
    ]);
  });

  it('gives nothing of personal columns, nothing cut or escaped, and declared values only without data', () => {
    const phone = measured('phone', { sensitive: 'phone', topValues: [{ value: '138****', share: 1 }] });
    expect(conditionValues(column('phone', 'text'), phone, 'zh')).toEqual([]);
    const cut = measured('note', { sampleValues: ['a long text…', 'line\\n two', ' x', ''] });
    expect(conditionValues(column('note', 'text'), cut, 'en')).toEqual([]);
    const mood = column('mood', 'mood', { typeCategory: 'E', enumLabels: ['sad', 'ok'] });
    expect(conditionValues(mood, undefined, 'en').map(({ sql }) => sql)).toEqual(["'sad'", "'ok'"]);
    const used = measured('mood', { enumeration: ['ok', 'sad'], topValues: [{ value: 'ok', share: 1 }] });
    expect(conditionValues(mood, used, 'en').map(({ sql }) => sql)).toEqual(["'ok'"]);
  });
});

describe('periodsOf', () => {
  it('stays inside what was measured', () => {
    const periods = periodsOf(
      measured('d', { min: '2021-11-05', max: '2022-07-30 10:00:00+08', sampleValues: ['2022-03-02', '2022-03-09'] }),
      'zh',
    );
    expect(periods.month).toEqual({ from: "DATE '2022-03-01'", to: "DATE '2022-04-01'", words: '2022年3月' });
    expect(periods.previousMonth.words).toBe('2022年2月');
    expect(periods.years).toBe(2);
  });

  it('is relative to today where nothing was measured', () => {
    expect(periodsOf(undefined, 'en').month.words).toBe('this month');
    expect(periodsOf(measured('d', { max: 'infinity' }), 'en').years).toBeNull();
  });
});

describe('roleOf', () => {
  const table = relation('orders', [column('id', 'integer'), column('name', 'text')]);
  it.each([
    ['create_ts', 'timestamp without time zone', 'technical'],
    ['created_by', 'text', 'technical'],
    ['updated_at', 'timestamp without time zone', 'technical'],
    ['delete_ts', 'timestamp without time zone', 'technical'],
    ['is_deleted', 'boolean', 'technical'],
    ['version', 'integer', 'technical'],
    ['password_hash', 'text', 'technical'],
    ['payload', 'jsonb', 'technical'],
    ['picture', 'bytea', 'technical'],
    ['picture', 'text', 'shown'],
    ['trackid', 'integer', 'technical'],
    ['paid', 'numeric', 'measure'],
    ['order_date', 'date', 'date'],
    ['amount', 'numeric', 'measure'],
    ['phone', 'text', 'shown'],
    ['product_name', 'text', 'title'],
    ['active', 'boolean', 'flag'],
    ['release_year', 'integer', 'category'],
  ])('%s %s is %s', (name, type, role) => {
    const sensitive = name === 'phone' ? 'phone' : null;
    expect(roleOf(column(name, type), table, measured(name, { sensitive }))).toBe(role);
  });

  it('tells sums that mean something from those that do not', () => {
    expect(isAdditive('order amount')).toBe(true);
    expect(isAdditive('支付金额')).toBe(true);
    expect(isAdditive('unit price')).toBe(false);
    expect(isAdditive('rental rate')).toBe(false);
  });
});
