import { describe, expect, it } from '@jest/globals';
import { column, measured, relation } from '../../../../test/harness/made-catalog.js';
import {
  entity,
  field,
  metric,
  modelOf,
  names,
  relationship,
  unknownName,
  value,
} from '../../../../test/harness/model-builder.js';
import { commentsOf } from './comments.js';
import { documentsOf, id } from './documents.fixture.js';
import { renderDetail } from './render-detail.js';
import { tableMeanings } from './table-meaning.js';

describe('the head of a document', () => {
  it('says of which things the table holds one row each', () => {
    const documents = documentsOf([]);
    expect(documents('en').detail[1]).toBe('sale table: Each row is one sale, identified by id.');
    expect(documents('zh').detail.slice(0, 2)).toEqual([
      '## sale（销售单）',
      'sale 表：每行为一笔销售单，由 id 标识。',
    ]);
  });

  it('says so of a key that the rows show, and of keys of several columns', () => {
    const documents = documentsOf([], [], {
      entity: { key: ['id', 'shop_id'], evidence: { key: { source: 'data', confidence: 0.9, because: null } } },
    });
    expect(documents('en').detail[1]).toContain('identified by id and shop_id together (found in the rows).');
    expect(documents('zh').detail[1]).toContain('由 id、shop_id 共同标识（根据数据判断）。');
  });

  it('does not name a thing that has no name', () => {
    const documents = documentsOf([], [], { entity: { name: unknownName('sale') } });
    expect(documents('en').detail[1]).toBe('sale table: Each row is identified by id.');
  });

  it('repeats no title as a description', () => {
    const documents = documentsOf([], [], { entity: { description: '销售单表' } });
    expect(documents('zh').detail.slice(0, 2)).toEqual([
      '## sale（销售单表）',
      'sale 表：每行为一笔销售单，由 id 标识。',
    ]);
    expect(documents('zh').ddl).not.toContain('描述');
    expect(documentsOf([], [], { entity: { description: '销售单表，每天导入' } })('zh').ddl).toContain(
      '-- 中文名: 销售单表\n-- 描述: 销售单表，每天导入\n',
    );
  });

  it('repeats no name of a column as its comment', () => {
    const echo = documentsOf([
      field('ship_date', 'date', names('ship date', '发货日期'), { description: 'Ship date.' }),
    ]);
    expect(echo('en').detail).toContain('- ship_date (date)');
    expect(echo('en').ddl).toMatch(/ship_date date,?\n/);
    expect(echo('zh').detail).toContain('- ship_date (date) - 发货日期');
  });
});

describe('notes', () => {
  it('tell units, and how amounts are put together', () => {
    const documents = documentsOf([
      field('price', 'numeric', names('price', '单价'), {
        role: 'measure',
        additivity: 'unit_price',
        unit: { kind: 'currency', code: null, field: 'currency' },
      }),
      field('discount', 'real', names('discount', '折扣'), {
        role: 'measure',
        additivity: 'rate',
        unit: { kind: 'share', code: null, field: null },
      }),
      field('wait', 'integer', names('wait', '等待时长'), {
        role: 'measure',
        additivity: 'additive',
        unit: { kind: 'duration', code: 'minute', field: null },
      }),
      field('stock', 'integer', names('stock', '库存'), { role: 'measure', additivity: 'semi_additive' }),
    ]);
    expect(documents('en').detail).toEqual(
      expect.arrayContaining([
        '- price: an amount of money, in the currency of currency: amounts of several currencies do not add up; a price of one piece, multiply it by the quantity before summing',
        '- discount: a share from 0 to 1; average it, do not sum it',
        '- wait: in minutes',
        '- stock: a level at one time, do not add it up over time',
      ]),
    );
    expect(documents('zh').detail).toEqual(
      expect.arrayContaining([
        '- price 为金额，币种见 currency，不同币种不可相加；是单价，乘以数量后才能汇总',
        '- discount 为比例，取值 0～1；求平均值，不求和',
        '- wait 的单位为分钟',
        '- stock 是某一时点的存量，不可按时间相加',
      ]),
    );
  });

  it('list values up to twelve whole, with their meanings, and call flags flags', () => {
    const state = field('state', 'smallint', names('state', '状态'), {
      role: 'dimension',
      values: [value('0', 0.625, { en: 'open', zh: '处理中' }), value('1', 0.375, { en: 'closed', zh: '已完成' })],
      valuesComplete: true,
    });
    const days = field('day', 'text', names('day', '星期'), {
      role: 'dimension',
      values: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].map((day) => value(day, 0.005)),
      valuesComplete: true,
    });
    const paid = field('paid', 'smallint', names('paid', '已支付'), {
      role: 'flag',
      values: [value('1', 0.9, { en: 'yes', zh: '是' }), value('0', 0.1, { en: 'no', zh: '否' })],
      valuesComplete: true,
    });
    const { detail } = documentsOf([state, days, paid])('en');
    expect(detail).toContain('- values of state mean: 0=open (62.5%), 1=closed (37.5%)');
    expect(detail).toContain('- day takes one of the values: Mon, Tue, Wed, Thu, Fri, Sat, Sun');
    expect(detail).toContain('- paid is a flag, values: 1=yes (90%), 0=no (10%)');
    expect(documentsOf([state, days, paid])('zh').detail).toContain(
      '- state 取值含义：0=处理中（62.5%）、1=已完成（37.5%）',
    );
  });

  it('call neither the values nor the period of a sample those of the table', () => {
    const market = field('market', 'text', names('market', '市场'), {
      role: 'dimension',
      values: [value('NYSE', 0.5), value('LSE', 0.5)],
      valuesComplete: true,
    });
    const soldOn = field('sold_on', 'date', names('sale date', '销售日期'), {
      role: 'time',
      range: { min: '2024-01-02', max: '2025-03-04' },
    });
    const profiles = [
      measured('market', { partial: ['values'] }),
      measured('sold_on', { source: 'statistics', partial: ['range'] }),
    ];
    const documents = documentsOf([market, soldOn], [], { profiles, entity: { time: 'sold_on' } });
    expect(documents('en').detail).toContain('- values of market in a sample: NYSE, LSE');
    expect(documents('zh').detail).toContain('- market 在样本中的取值：NYSE、LSE');
    expect(documents('en').detail.filter((line) => /2024-01-02|takes one of/.test(line))).toEqual([]);
  });

  it('tell no meaning that is the value again, and give no advice on a mere guess', () => {
    const market = field('market', 'text', names('market', '市场'), {
      role: 'dimension',
      values: [value('NYSE', 0.5, { en: 'nyse', zh: 'nyse' }), value('LSE', 0.5)],
      valuesComplete: true,
    });
    const level = field('level', 'integer', names('level', '水平'), { role: 'measure', additivity: 'rate' });
    const { detail } = documentsOf([market, level])('en');
    expect(detail).toContain('- market takes one of the values: NYSE, LSE');
    expect(detail.filter((line) => line.startsWith('- level:'))).toEqual([]);
  });

  it.each(['technical', 'measure', 'time', 'text', 'sensitive'] as const)(
    'list no values of a column that is %s',
    (role) => {
      const values = [value('a', 0.5), value('b', 0.5)];
      const { detail } = documentsOf([field('x', 'text', names('x', 'x'), { role, values, valuesComplete: true })])(
        'en',
      );
      expect(detail.filter((line) => line.includes('values'))).toEqual([]);
    },
  );

  it('tell deleted rows, the period and the meaning of missing values', () => {
    const documents = documentsOf(
      [
        field('sold_on', 'date', names('sale date', '销售日期'), {
          role: 'time',
          range: { min: '2024-01-02', max: '2025-03-04' },
          nullMeaning: { en: 'not sold yet', zh: '尚未售出' },
        }),
      ],
      [],
      { entity: { time: 'sold_on', softDelete: { field: 'Deleted', alive: '= 0' } } },
    );
    expect(documents('en').detail).toEqual(
      expect.arrayContaining([
        '- deleted rows stay in the table: the condition "Deleted" = 0 selects the others',
        '- rows reach from 2024-01-02 to 2025-03-04 (sold_on)',
        '- sold_on is null: not sold yet',
      ]),
    );
    expect(documents('zh').detail).toEqual(
      expect.arrayContaining([
        '- 已删除的行仍保留在表中，查询有效数据时加上条件 "Deleted" = 0',
        '- 数据时间范围（sold_on）：2024-01-02 至 2025-03-04',
        '- sold_on 为空表示尚未售出',
      ]),
    );
  });

  it('show no values of a column that a person called sensitive', () => {
    const fields = [field('word', 'text', names('word', '口令'), { role: 'sensitive', sensitive: 'person' })];
    const profiles = [
      measured('word', {
        sampleValues: ['open sesame'],
        topValues: [{ value: 'open sesame', share: 1 }],
        distinctCount: 1,
      }),
    ];
    expect(documentsOf(fields, [], { profiles })('en').detail.join('\n')).not.toContain('sesame');
  });
});

describe('the meanings of a reference', () => {
  const seller = field('seller', 'integer', names('seller', '卖家'), {
    role: 'reference',
    values: [value('1', 0.5, { en: 'Ann', zh: 'Ann' }), value('2', 0.5, { en: 'Bob', zh: 'Bob' })],
  });
  const join = relationship('sale.seller → person.id');

  it.each([
    ['a look-up table', entity('person', names('person', '人员'), [id], { kind: 'lookup' }), true],
    [
      'names of rows',
      entity(
        'person',
        names('person', '人员'),
        [id, field('name', 'text', names('name', '姓名'), { values: [value('Bob', 0.5)] })],
        {},
      ),
      true,
    ],
    [
      'another fact about the rows',
      entity(
        'person',
        names('person', '人员'),
        [id, field('name', 'text', names('name', '姓名'), { values: [value('Eve', 0.5)] })],
        {},
      ),
      false,
    ],
  ])('are told where they are %s: %#', (_, target, isTold) => {
    const sale = entity('sale', names('sale', '销售单'), [id, seller], {});
    const meaning = tableMeanings(modelOf([sale, target], [join]))('public.sale');
    const table = relation('sale', [column('id', 'integer'), column('seller', 'integer')]);
    const comments = commentsOf(table, undefined, meaning?.entity, 'en');
    const document = renderDetail({
      relation: table,
      comments,
      profile: undefined,
      meaning,
      lookups: new Map(),
      language: 'en',
    });
    expect(document.includes('values of seller mean: 1=Ann (50%), 2=Bob (50%)')).toBe(isTold);
  });
});

describe('names', () => {
  it('of the other language help to find a table', () => {
    const fields = [field('via', 'text', names('carrier', '承运商'))];
    expect(documentsOf(fields)('en').detail.slice(-3)).toEqual([
      'Also called:',
      '- sale 销售单',
      '- id 编号, via 承运商',
    ]);
    expect(documentsOf(fields)('zh').detail.slice(-2)).toEqual(['别名：', '- via carrier']);
    expect(documentsOf(fields)('en').ddl).toContain('-- Name: sale\n-- Also called: 销售单\n');
  });
});

it('a key of several columns does not call each of them the key', () => {
  const { ddl } = documentsOf([field('line', 'integer', names('line', '行号'))], [], {
    relation: { primaryKey: { name: 'p', columns: ['id', 'line'], definition: 'PRIMARY KEY (id, line)' } },
  })('en');
  expect(ddl).toMatch(/-- part of the key\n.*-- part of the key\n {2}primary key \(id, line\)\n/);
});

it('metrics are not mistaken for columns', () => {
  const amount = metric('amount', 'sale', names('amount', '金额'), { expression: { form: 'sql', sql: 'price * 2' } });
  const sale = entity('sale', names('sale', '销售单'), [id], {});
  expect(tableMeanings(modelOf([sale], [], [amount]))('public.sale')?.metrics).toEqual([amount]);
  expect(tableMeanings(modelOf([sale], []))('public.nothing')).toBeUndefined();
});
