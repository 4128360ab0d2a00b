import { describe, expect, it } from '@jest/globals';
import { commentLabel } from './comment.js';
import { TERM_COUNT } from './dictionary.js';
import { identifierWords } from './identifier-words.js';
import { SchemaNames, type TableToName } from './schema-names.js';
import { chineseFor } from './translate.js';

function table(name: string, columns: readonly string[], comment: string | null = null): TableToName {
  return { schema: 'public', name, comment, columns: columns.map((column) => ({ name: column, comment: null })) };
}

const zh = (name: string, columns: readonly string[]): string[] => {
  const one = table(name, columns);
  const names = new SchemaNames([one]);
  return columns.map((column) => names.field(one, column).zh.text);
};

describe('what a thing is in its business', () => {
  it.each([
    ['purchase_order', '应到货日期'],
    ['work_order', '应完成日期'],
    ['sales_order', '应交货日期'],
    ['credit_card', '到期日期'],
  ])('a due date of %s is %s', (name, expected) => {
    expect(zh(name, ['due_date'])).toEqual([expected]);
  });

  it.each([
    ['security', '只'],
    ['stock_fund', '只'],
    ['product', '种'],
  ])('one %s is counted with %s', (name, expected) => {
    const one = table(name, ['name']);
    expect(new SchemaNames([one]).entity(one).zh.measureWord).toBe(expected);
  });

  it('knows the workshop that mends from the one that makes', () => {
    expect([zh('fleet_repair', ['workshop']), zh('assembly_step', ['workshop'])]).toEqual([['维修厂'], ['车间']]);
  });

  it('calls the rows of a dictionary 字典数据', () => {
    const one = table('sys_dict_data', ['label'], '字典数据表');
    expect(new SchemaNames([one]).entity(one).zh.text).toBe('字典数据');
  });
});

describe('the lexicon', () => {
  it('knows the terms of businesses', () => {
    expect(TERM_COUNT).toBeGreaterThan(3000);
  });

  it.each([
    ['employee', ['title', 'first_name', 'home_phone', 'reports_to'], ['职务', '名字', '家庭电话', '上级']],
    ['film', ['title', 'rental_rate'], ['片名', '租金']],
    ['office', ['city', 'state', 'home_page'], ['城市', '州/省', '主页']],
    [
      'sales_order',
      ['order_no', 'state', 'qty', 'unit_price', 'ship_via'],
      ['订单号', '状态', '数量', '单价', '运输方式'],
    ],
    [
      'shipment',
      ['trace_id', 'contact_name', 'contact_title', 'tax_id'],
      ['链路编号', '联系人姓名', '联系人职务', '税号'],
    ],
    [
      'link',
      ['is_active', 'number_of_orders', 'created_by', 'shipped_at'],
      ['是否启用', '订单数', '创建人', '发货时间'],
    ],
    ['region_summary', ['total_sales', 'sales_person', 'review_status'], ['总销售额', '销售人员', '审核状态']],
  ])('names the columns of %s by their surroundings', (name, columns, expected) => {
    expect(zh(name, columns)).toEqual(expected);
  });

  it.each([
    // By the noun of the table: a type of contact is no person.
    ['contact_type', ['name'], ['名称']],
    ['customer_info', ['name'], ['姓名']],
    ['film', ['length', 'rating'], ['片长', '分级']],
    ['review', ['review_date', 'reviewer_name'], ['评价日期', '评价人姓名']],
    ['person', ['title', 'suffix'], ['称谓', '后缀']],
    ['oauth_token', ['client_id', 'scope'], ['客户端编号', '范围']],
    ['currency_rate', ['average_rate', 'end_of_day_rate'], ['平均汇率', '日终汇率']],
    ['employee_pay', ['rate', 'rate_change_date'], ['薪资标准', '薪资变更日期']],
    ['account', ['sub_category', 'sub_id'], ['子类别', '订阅编号']],
    // Forms of names.
    ['territory', ['sales_ytd', 'cost_last_year'], ['年初至今销售额', '去年成本']],
    ['summary', ['sales_by_region', 'date_closed', 'year_opened'], ['各地区销售额', '关闭日期', '开业年份']],
    ['rule', ['min_amount', 'min_purchase_price', 'max_quantity'], ['最低金额', '最低采购价', '最大数量']],
  ])('decides by the surroundings and the form in %s', (name, columns, expected) => {
    expect(zh(name, columns)).toEqual(expected);
  });

  it('reads words by the business of the tables around', () => {
    const schemas = [
      ['cell', ['cell_id', 'plan_id'], 'cdr', ['小区编号', '套餐编号']],
      ['admission', ['admission_id', 'department_id'], 'patient', ['住院编号', '科室编号']],
      ['position', ['position_id'], 'employee', ['岗位编号']],
      ['position', ['position_id'], 'portfolio', ['持仓编号']],
      ['cell', ['cell_id'], 'spreadsheet', ['单元格编号']],
    ] as const;
    for (const [name, columns, neighbour, expected] of schemas) {
      const one = table(name, columns);
      const names = new SchemaNames([one, table(neighbour, ['id'])]);
      expect(columns.map((column) => names.field(one, column).zh.text)).toEqual(expected);
    }
  });

  it('names tables of histories, lists and figures by their rows', () => {
    const tables = ['price_history', 'staff_list', 'sales_by_region', 'bill_of_materials'].map((name) =>
      table(name, ['id']),
    );
    const names = new SchemaNames(tables);
    expect(tables.map((one) => names.entity(one).zh.text)).toEqual([
      '价格历史记录',
      '员工列表记录',
      '地区销售额统计',
      '物料清单',
    ]);
    expect(tables.map((one) => names.entity(one).zh.measureWord)).toEqual(['条', '条', '条', '份']);
  });

  it('reads initials by the columns, and leaves those that no column explains', () => {
    const tables = [
      table('cc', ['id', 'credit_card_id', 'card_number']),
      table('sm', ['shipmethodid', 'name']),
      table('pp', ['id', 'business_entity_id']),
    ];
    const names = new SchemaNames(tables);
    expect(tables.map((one) => names.entity(one).zh.text)).toEqual(['信用卡', '运输方式', 'pp']);
    const both = [...tables.slice(0, 1), table('creditcard', ['id'])];
    const own = new SchemaNames(both);
    expect(both.map((one) => own.entity(one).zh.text)).toEqual(['cc', '信用卡']);
  });

  it('reads the v of a view away from glued words', () => {
    const tables = [
      table('vstorewithaddresses', ['name']),
      table('vendor', ['name']),
      table('vjobcandidate', ['name']),
    ];
    const names = new SchemaNames(tables);
    expect(tables.map((one) => names.entity(one).zh.text)).toEqual(['含地址的门店', '供应商', '求职者']);
    const both = [table('vjobcandidate', ['name']), table('jobcandidate', ['name'])];
    const own = new SchemaNames(both);
    expect(both.map((one) => own.entity(one).zh.text)).toEqual(['vjobcandidate', '求职者']);
  });

  it('calls rows of figures and of doings records', () => {
    const read = (comment: string) => {
      const one = { ...table('t_x', ['id']), comment };
      const { text, measureWord } = new SchemaNames([one]).entity(one).zh;
      return `${text}/${measureWord}`;
    };
    expect(read('门店每日经营数据表')).toBe('门店每日经营记录/条');
    expect(read('收费站日车流量表')).toBe('收费站日车流量记录/条');
    expect(read('用户信息表')).toBe('用户/位');
  });

  it('reads a digit in a name of a comment as part of it', () => {
    expect(commentLabel('OAuth2 客户端表')?.text).toBe('OAuth2 客户端表');
    expect(commentLabel('Web3 钱包地址')?.text).toBe('Web3 钱包地址');
    expect(commentLabel('结算方式 1=现结 2=月结')?.text).toBe('结算方式');
    expect(commentLabel('审批结果0：未审 1：通过')?.text).toBe('审批结果');
  });

  it('names tables without words for "table", the module or the prefix', () => {
    const tables = [
      { ...table('sys_user', ['id']), comment: '用户信息表' },
      table('sys_role', ['id']),
      table('tbl_purchase_orders', ['id']),
    ];
    const names = new SchemaNames(tables);
    const read = tables.map((one) => names.entity(one));
    expect(read.map((name) => name.zh.text)).toEqual(['用户', '角色', '采购订单']);
    expect(read.map((name) => name.en.text)).toEqual(['user', 'role', 'purchase order']);
    expect(read.map((name) => name.en.plural)).toEqual(['users', 'roles', 'purchase orders']);
    expect(read.map((name) => name.zh.measureWord)).toEqual(['位', '个', '笔']);
  });

  it('splits glued names and drops what all columns of a table begin with', () => {
    expect(zh('parts', ['c_name', 'c_price', 'c_weightunitmeasurecode'])).toEqual(['名称', '价格', '重量计量单位编码']);
    const glued = table('xqtx', ['xqtxcustid', 'xqtxamount', 'xqtxstatus', 'xqtxdatetime']);
    const names = new SchemaNames([glued]);
    expect(glued.columns.map(({ name }) => names.field(glued, name).en.text)).toEqual([
      'customer ID',
      'amount',
      'status',
      'date time',
    ]);
  });

  it('gives columns of one table different names', () => {
    const texts = zh('memo', ['note', 'remark', 'client', 'customer']);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('leaves names that it does not know as they are', () => {
    const one = table('house', [
      '1',
      '%',
      '_',
      '😀',
      'constructor',
      '__proto__',
      'toString',
      'zqx',
      "x'y",
      '金额（元）',
      '',
    ]);
    const names = new SchemaNames([one]);
    const read = one.columns.map(({ name }) => [name, names.field(one, name)] as const);
    for (const [name, { zh, en }] of read) {
      expect(zh.known || zh.text === name).toBe(true);
      expect(en.known || en.text === name).toBe(true);
    }
    expect(names.field(one, '%').en.known).toBe(false);
    expect(names.field(one, 'constructor').en).toMatchObject({ text: 'constructor', known: true });
  });

  it('reads Chinese columns in English, and initials of Chinese terms', () => {
    const one = table('客户', ['客户名称', '订单金额', 'sfzh']);
    const names = new SchemaNames([one]);
    expect(names.entity(one).en.text).toBe('customer');
    expect(names.field(one, '订单金额').en.text).toBe('order amount');
    expect(names.field(one, 'sfzh').zh.text).toBe('身份证号');
  });
});

describe('words', () => {
  it.each([
    ['saleOrderLine2', ['sale', 'order', 'line2']],
    ['HTTPServerURL', ['http', 'server', 'url']],
    ['zip code-no', ['zip', 'code', 'no']],
    ['服务区编号', ['服务区编号']],
  ])('of the identifier %s', (identifier, words) => {
    expect(identifierWords(identifier)).toEqual(words);
  });

  it.each([
    ['film id', '影片编号'],
    ['invoice line id', '发票明细编号'],
    ['id no', '证件号码'],
    ['categories', '类别'],
    ['repair state', '维修状态'],
    ['date shipped', '发货日期'],
    ['bill of materials', '物料清单'],
    ['film zqx', null],
  ])('%s in Chinese', (words, chinese) => {
    expect(chineseFor(words.split(' '))).toBe(chinese);
  });
});

describe('names of made schemas', () => {
  const PARTS = [
    'cust',
    'order',
    'no',
    'by',
    'at',
    'is',
    'of',
    'zqx',
    '订单',
    '1',
    '%',
    'per',
    'state',
    'title',
    '__proto__',
    'é',
  ];

  it('never mix languages when they are known, and differ within a table', () => {
    for (let seed = 1; seed < 400; seed += 1) {
      const part = (step: number): string => PARTS[(seed * (step + 7) * 31 + step * step) % PARTS.length] ?? '';
      const columns = Array.from({ length: 6 }, (_, at) => [part(at), part(at + 3), part(at * 2)].join('_'));
      const one = table(part(9), [...new Set(columns)]);
      const names = new SchemaNames([one]);
      for (const { name } of one.columns) {
        const { zh, en } = names.field(one, name);
        expect(zh.known ? /\p{Script=Han}/u.test(zh.text) : zh.text === name).toBe(true);
        expect(en.known ? !/\p{Script=Han}/u.test(en.text) : en.text === name).toBe(true);
      }
      for (const language of ['zh', 'en'] as const) {
        const texts = one.columns.map(({ name }) => names.field(one, name)[language].text);
        expect(new Set(texts).size).toBe(texts.length);
      }
    }
  });
});

describe('the label in a comment', () => {
  it.each([
    ['订单金额', '订单金额'],
    ['状态（0正常 1停用）', '状态'],
    ['帐号状态 0正常 1停用', '帐号状态'],
    ['性别：1男，2女', '性别'],
    ['支付金额（元）', '支付金额'],
    ['设备维修申请单', '设备维修申请单'],
    ['会议邀请', '会议邀请'],
    ['Order date', 'order date'],
    ['Discount as a fraction', 'discount'],
    ['Price in cents', 'price'],
    ['Product weight.', 'product weight'],
    ['频次 qd bid tid', '频次'],
    ['计价单位 pcs/kg/box', '计价单位'],
    ['客户等级 A/B/C', '客户等级'],
    ['挂号来源 现场 网上 电话', '挂号来源'],
    ['商户 id', '商户 id'],
    ['满意度1-5', '满意度'],
    ['服务评分 1~10分', '服务评分'],
  ])('%s → %s', (comment, label) => {
    expect(commentLabel(comment)?.text).toBe(label);
  });

  it.each([
    'Primary key.',
    'Foreign key to supplier.supplier_id.',
    'Cross-reference table mapping suppliers to the parts that they deliver.',
    'M = Male, F = Female',
    '1 = Pending; 2 = Approved',
    'Date and time the record was last updated',
    'Lookup table containing kinds of accounts.',
    'Identifies which kind.',
    'Required.',
    '主键',
    '如果为空则表示未发货',
    '请填写车牌号',
    'Nombre del cliente',
    'Größe',
    '顧客の名前',
    '',
  ])('%s has none', (comment) => {
    expect(commentLabel(comment)).toBeNull();
  });
});

it('tells an amount of a drug from an amount of money by the unit next to it', () => {
  expect(zh('treatment', ['total_drug_amount', 'drug_unit'])).toEqual(['药品总用量', '药品单位']);
  expect(zh('bill', ['total_drug_amount', 'invoice_no'])[0]).toBe('药品总金额');
});

it.each([
  ['Customer', ['SupportRepId'], ['客服代表编号']],
  ['doctor', ['loc_city', 'med_school_name', 'bd_cert_num'], ['所在城市', '医学院名称', '专科认证编号']],
  ['adverse_event', ['reported_dt', 'reported_at'], ['报告日期', '报告时间']],
  ['flight', ['dep_airport', 'arr_airport', 'dep_time'], ['出发机场', '到达机场', '出发时间']],
  ['address', ['state_province_country_region', 'state_province'], ['州/省与国家/地区', '州/省']],
  ['employee', ['dep_name', 'dep_id'], ['部门名称', '部门编号']],
])('knows how people of the business say the columns of %s', (name, columns, expected) => {
  expect(zh(name, columns)).toEqual(expected);
});
