import { describe, expect, it } from '@jest/globals';
import type { Language } from '#libs/language';
import { checkReadOnlyStatement } from '#libs/sql-safety';
import { buildModel } from '../business/build-model.js';
import type { GeneratedPair } from '../pair.js';
import {
  catalogOf,
  column,
  measured,
  profileOf,
  reference,
  relation,
} from '../../../../../test/harness/made-catalog.js';
import { OfflineGenerator } from './generate-offline.js';

const catalog = catalogOf(
  relation(
    'Region',
    [column('Id', 'integer', { notNull: true }), column('Name', 'text', { notNull: true, comment: '地区名称' })],
    { comment: '地区表' },
  ),
  relation(
    'shop',
    [
      column('id', 'integer', { notNull: true }),
      column('shop_name', 'text', { notNull: true, comment: '门店名称' }),
      column('region_id', 'integer', { notNull: true }),
      column('level', 'text', { comment: '门店等级' }),
      column('owner_phone', 'text', { comment: '店主电话' }),
      column('create_ts', 'timestamp without time zone'),
      column('delete_ts', 'timestamp without time zone'),
    ],
    { comment: '门店信息表', foreignKeys: [reference('region_id', 'Region', 'Id')] },
  ),
  relation(
    'sale',
    [
      column('id', 'integer', { notNull: true }),
      column('shop_id', 'integer', { notNull: true }),
      column('sale_date', 'date', { notNull: true, comment: '销售日期' }),
      column('amount', 'numeric', { notNull: true, comment: '销售金额，元' }),
      column('pay_kind', 'text', { comment: '支付方式' }),
      column('created_by', 'text'),
    ],
    { comment: '销售记录表', foreignKeys: [reference('shop_id', 'shop', 'id')] },
  ),
  relation(
    'tag',
    [column('id', 'integer', { notNull: true }), column('name', 'text', { notNull: true, comment: '标签名称' })],
    {
      comment: '标签',
    },
  ),
  relation(
    'shop_tag',
    [column('shop_id', 'integer', { notNull: true }), column('tag_id', 'integer', { notNull: true })],
    {
      comment: '门店标签关联表',
      primaryKey: { name: 'pk', columns: ['shop_id', 'tag_id'], definition: '' },
      foreignKeys: [reference('shop_id', 'shop', 'id'), reference('tag_id', 'tag', 'id')],
    },
  ),
);
const profiles = [
  profileOf('Region', 6, measured('Name', { sampleValues: ['华东地区', '华南地区'] })),
  profileOf(
    'shop',
    200,
    measured('shop_name', { distinctCount: 200, sampleValues: ['江边店', '湖滨店'] }),
    measured('region_id', { distinctCount: 6 }),
    measured('level', {
      distinctCount: 3,
      nullShare: 0.1,
      enumeration: ['A', 'B', 'C'],
      topValues: [{ value: 'A', share: 0.5 }],
    }),
    measured('owner_phone', { sensitive: 'phone', topValues: [{ value: '138****0000', share: 0.5 }] }),
  ),
  profileOf(
    'sale',
    5000,
    measured('shop_id', { distinctCount: 150 }),
    measured('sale_date', { min: '2022-01-01', max: '2023-06-30', sampleValues: ['2022-12-02', '2023-02-11'] }),
    measured('amount', { min: '1.00', max: '990.50', sampleValues: ['12.50', '88.00', '310.00'] }),
    measured('pay_kind', {
      distinctCount: 3,
      enumeration: ['微信', '现金'],
      topValues: [{ value: '微信', share: 0.7 }],
    }),
  ),
  profileOf('tag', 8, measured('name', { sampleValues: ['促销门店'] })),
  profileOf('shop_tag', 300, measured('shop_id', { distinctCount: 90 }), measured('tag_id', { distinctCount: 8 })),
];
const tables = catalog.relations.map(({ schema, name }) => `${schema}.${name}`);

async function generated(language: Language, count = 120): Promise<GeneratedPair[]> {
  return new OfflineGenerator(buildModel(catalog, profiles, language), 'made').pairsFor(tables, count);
}

describe.each(['zh', 'en'] as const)('OfflineGenerator in %s', (language) => {
  it('asks all kinds of questions, none twice, each one harmless query', async () => {
    const pairs = await generated(language);
    const kinds = new Set(pairs.map(({ kind }) => kind));
    for (const kind of (
      'filter count sum average min_max distinct group_by having top_n date_range trend_by_day trend_by_month trend_by_year ' +
      'join_one_hop join_two_hop many_to_many without_any share_of_total rank_in_group period_comparison cte null_handling text_search'
    ).split(' ')) {
      expect(kinds).toContain(kind);
    }
    const checks = await Promise.all(pairs.map(({ sql }) => checkReadOnlyStatement(sql)));
    const fingerprints = checks.map((check) => (check.ok ? check.fingerprint : check.reason));
    expect(new Set(fingerprints).size).toBe(pairs.length);
    expect(new Set(pairs.map(({ question }) => question)).size).toBe(pairs.length);
  });

  it('gives the same for the same database', async () => {
    expect(await generated(language)).toEqual(await generated(language));
  });

  it('leaves out audit columns, secrets and removed rows', async () => {
    const pairs = await generated(language);
    const text = pairs.map(({ question, sql }) => `${question} ${sql}`).join('\n');
    expect(text).not.toMatch(/create_ts|created_by|138\*|delete_ts (?!IS NULL)/);
    for (const { sql } of pairs.filter(({ sql: statement }) => /\b(FROM|JOIN) shop\b/.test(statement))) {
      expect(sql).toMatch(/delete_ts IS NULL/);
    }
  });

  it('covers every table and link within a few pairs, quotes names, ends with one semicolon', async () => {
    const generator = new OfflineGenerator(buildModel(catalog, profiles, language), 'made');
    const pairs = await generator.pairsFor(tables, 12);
    pairs.push(...(await generator.pairsForGaps(10)));
    const text = pairs.map(({ sql }) => sql).join('\n');
    expect(await generator.pairsForGaps(10)).toEqual([]);
    for (const name of ['"Region"', 'shop', 'sale', 'tag', 'shop_tag']) {
      expect(text).toMatch(new RegExp(`(FROM|JOIN) ${name}\\b|(FROM|JOIN) ${name} `));
    }
    expect(pairs.every(({ sql }) => /[^;];$/.test(sql))).toBe(true);
  });
});

describe('OfflineGenerator', () => {
  it('speaks of labels, not of columns, and uses real values and dates', async () => {
    const zh = await generated('zh');
    expect(zh.map(({ question }) => question)).toEqual(
      expect.arrayContaining([expect.stringContaining('销售金额'), expect.stringContaining('“微信”')]),
    );
    expect(zh.filter(({ question }) => /[a-z]+_[a-z]+/.test(question))).toEqual([]);
    const dates = zh.flatMap(({ sql }) => [...sql.matchAll(/DATE '(\d{4}-\d{2})/g)].map(([, month = '']) => month));
    expect(dates.length).toBeGreaterThan(0);
    expect(dates.every((month) => month >= '2022-01' && month <= '2024-01')).toBe(true);
  });

  it('lists rows that belong to nothing too', async () => {
    const optional = catalogOf(
      relation('shop', [
        column('id', 'integer', { notNull: true }),
        column('name', 'text'),
        column('delete_ts', 'date'),
      ]),
      relation('worker', [column('id', 'integer', { notNull: true }), column('manager_id', 'integer')], {
        foreignKeys: [reference('manager_id', 'worker', 'id')],
      }),
      relation(
        'sale',
        [column('id', 'integer', { notNull: true }), column('shop_id', 'integer'), column('amount', 'numeric')],
        { foreignKeys: [reference('shop_id', 'shop', 'id')] },
      ),
    );
    const model = buildModel(optional, [profileOf('shop', 3), profileOf('sale', 50)], 'en');
    const generator = new OfflineGenerator(model, 'made');
    const pairs = await generator.pairsFor(['public.shop', 'public.sale', 'public.worker'], 100);
    const asked = (question: RegExp): string => pairs.find((pair) => question.test(pair.question))?.sql ?? '';
    expect(asked(/^list each worker/i)).toMatch(
      /FROM worker (\w+) LEFT JOIN worker other ON \1\.manager_id = other\.id/,
    );
    expect(pairs.map(({ sql }) => sql).find((sql) => sql.includes('LIMIT 20'))).toMatch(
      /FROM sale (\w+) LEFT JOIN shop (\w+) ON \1\.shop_id = \2\.id AND \2\.delete_ts IS NULL ORDER/,
    );
  });

  it('names an entity without a Chinese word after its table', () => {
    const rides = relation(
      'zork_line',
      [column('id', 'integer'), column('zork_name', 'text'), column('quux', 'text')],
      {
        comment: '游艺机信息表',
      },
    );
    const [entity] = buildModel(catalogOf(rides), [], 'zh').entities;
    expect(entity?.fields.map(({ label }) => label).slice(1)).toEqual(['游艺机名称', 'quux']);
  });

  it('passes over a relation that cannot be read', async () => {
    const reason = { zh: '未填充', en: 'not populated' };
    const broken = profiles.map((profile) =>
      profile.name === 'sale' ? { ...profile, failure: { sqlstate: '55000', reason } } : profile,
    );
    const pairs = await new OfflineGenerator(buildModel(catalog, broken, 'zh'), 'made').pairsFor(tables, 200);
    expect(pairs.filter(({ sql }) => /\bsale\b/.test(sql))).toEqual([]);
  });
});
