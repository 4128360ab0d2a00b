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

  it('puts a space between an English comment and a Chinese sentence', () => {
    const documents = documentsOf([], [], { entity: { description: 'Sales of all shops' } });
    expect(documents('zh').detail[1]).toBe('sale 表：Sales of all shops. 每行为一笔销售单，由 id 标识。');
    const chinese = documentsOf([], [], { entity: { description: '销售单表，每天导入' } });
    expect(chinese('zh').detail[1]).toBe('sale 表：销售单表，每天导入。每行为一笔销售单，由 id 标识。');
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
  it('send readers of a backup to its table', () => {
    const documents = documentsOf([], [], { entity: { table: 'shop_bak20240131' } });
    expect(documents('en').detail).toContain(
      '- this table looks like a backup or copy of shop: query shop for the data of the business',
    );
    expect(documents('zh').detail).toContain('- 本表疑似 shop 的备份或副本，查询业务数据请使用 shop');
    expect(documentsOf([])('en').detail.join()).not.toContain('backup');
  });

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
          nullShare: 0.2,
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

  it.each([
    ['some rows', 0.2, 'name', true],
    ['all rows', 1, 'name', false],
    ['no row', 0, 'name', false],
    ['an unknown number of rows', null, 'name', false],
    ['all rows, and a person said it', 1, 'person', true],
  ] as const)('tell what a missing value means where it is missing in %s', (_, nullShare, source, isTold) => {
    const evidence = { nullMeaning: { source, confidence: 0.8, because: null } };
    const read = field('read_at', 'timestamp', names('read time', '阅读时间'), {
      role: 'time',
      nullShare,
      nullMeaning: { en: 'not read yet', zh: '尚未阅读' },
      evidence,
    });
    const documents = documentsOf([read]);
    expect(documents('en').detail.includes('- read_at is null: not read yet')).toBe(isTold);
    expect(documents('zh').detail.includes('- read_at 为空表示尚未阅读')).toBe(isTold);
  });

  it.each(['thing', 'lookup', 'link'] as const)('give no period of the data to a table of the kind %s', (kind) => {
    const hired = field('hire_date', 'date', names('hire date', '入职日期'), {
      role: 'time',
      range: { min: '1992-05-01', max: '1994-11-15' },
    });
    const { detail } = documentsOf([hired], [], { entity: { kind, time: 'hire_date' } })('en');
    expect(detail.join('\n')).not.toContain('rows reach');
  });

  it.each([
    ['sid', 'integer', 'code', 2, 2],
    ['shiftid', 'integer', 'dimension', 3, 500],
    ['market', 'text', 'dimension', 2, 2],
  ] as const)(
    'do not call identifiers and values of single rows an enumeration: %s',
    (name, type, role, count, rows) => {
      const values = Array.from({ length: count }, (_, at) => value(String(at), 1 / count));
      const own = field(name, type, names('x', 'x'), { role, values, valuesComplete: true, distinctCount: count });
      const { detail } = documentsOf([own], [], { entity: { rowCount: rows } })('en');
      expect(detail.join('\n')).not.toContain('takes one of');
    },
  );

  it('list no rows of the table itself as the values of a parent', () => {
    const parent = field('parent_id', 'integer', names('parent', '上级'), {
      role: 'reference',
      values: [value('1', 0.5, { en: 'Fruit', zh: '水果' }), value('2', 0.5, { en: 'Apple', zh: '苹果' })],
      valuesComplete: true,
    });
    const name = field('name', 'text', names('name', '名称'), { values: [value('Fruit', 0.5)] });
    const documents = documentsOf([parent, name], [relationship('sale.parent_id → sale.id')], {
      entity: { kind: 'lookup', title: ['name'] },
    });
    expect(documents('en').detail.join('\n')).not.toContain('values of parent_id');
  });

  it('tell no meaning that is the code with spaces', () => {
    const device = field('device', 'text', names('device', '设备'), {
      role: 'dimension',
      values: [value('mobile_app', 0.5, { en: 'mobile app', zh: '移动应用' }), value('email', 0.5)],
      valuesComplete: true,
    });
    const documents = documentsOf([device]);
    expect(documents('en').detail).toContain('- device takes one of the values: mobile_app, email');
    expect(documents('zh').detail).toContain('- device 取值含义：mobile_app=移动应用（50%）、email（50%）');
  });

  it.each([
    ['bonus', 'thing', false],
    ['bonus', 'snapshot', true],
    ['units_in_stock', 'thing', true],
  ] as const)('say that %s of a %s is a level only where rows tell of several times', (name, kind, isTold) => {
    const measure = field(name, 'numeric', names('x', 'x'), { role: 'measure', additivity: 'semi_additive' });
    const { detail } = documentsOf([measure], [], { entity: { kind } })('en');
    expect(detail.some((line) => line.includes('a level at one time'))).toBe(isTold);
  });

  it('name all columns with personal or secret values in one line', () => {
    const fields = ['first_name', 'last_name', 'password'].map((name) =>
      field(name, 'text', names(name, name), { role: 'sensitive', sensitive: 'person_name' }),
    );
    const profiles = fields.map(({ name }) =>
      measured(name, { sensitive: 'person_name', sampleValues: name === 'password' ? [] : ['***'] }),
    );
    const documents = documentsOf(fields, [], { profiles });
    expect(documents('en').detail).toEqual(
      expect.arrayContaining([
        '- personal or secret values, examples masked: first_name, last_name',
        '- personal or secret values, not shown: password',
      ]),
    );
    expect(documents('zh').detail).toEqual(
      expect.arrayContaining([
        '- 含个人或敏感信息的字段（示例已脱敏）：first_name、last_name',
        '- 含个人或敏感信息的字段（不展示取值）：password',
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
