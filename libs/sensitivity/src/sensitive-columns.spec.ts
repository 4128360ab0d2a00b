import { describe, expect, it } from '@jest/globals';
import { RULES, maskValue, sensitiveColumns, type TextualColumn } from './index.js';

function column(name: string, options: Partial<TextualColumn> = {}): TextualColumn {
  return { name, comment: null, typeCategory: 'S', isArray: false, ...options };
}

/** The rule of one column of a table with the values, each in a row of its own. */
function ruleOf(table: string, one: TextualColumn, values: readonly string[] = []): string | undefined {
  return sensitiveColumns(
    { name: table, columns: [one] },
    values.map((value) => [value]),
  )[0]?.id;
}

describe('sensitive columns', () => {
  it.each([
    ['email', 'email'],
    ['UserEmail', 'email'],
    ['e_mail', 'email'],
    ['mobilePhone', 'phone'],
    ['联系电话', 'phone'],
    ['id_card_no', 'identity_number'],
    ['身份证号', 'identity_number'],
    ['credit_card', 'card_number'],
    ['login_pwd', 'password'],
    ['passwordHash', 'password'],
    ['access_token', 'token'],
    ['apiKey', 'token'],
    ['file_digest', 'hash'],
    ['tax_id', 'identity_number'],
    ['FirstName', 'person_name'],
    ['联系人', 'person_name'],
    ['shipping_address', 'postal_address'],
    ['收货地址', 'postal_address'],
    ['last_login_ip', 'network_address'],
    ['wechat', 'messaging_account'],
    ['车牌号', 'license_plate'],
  ])('%s is %s', (name, rule) => {
    expect(ruleOf('things', column(name))).toBe(rule);
  });

  it.each([
    'email_verified',
    'card_type',
    'phone_count',
    'mailing_list_name',
    'hotel',
    'tokenizer',
    'pinyin',
    'description',
    'cellar',
    'name',
    'address',
    'product_name',
    'file_names',
    '联系人类型',
    '密码修改时间',
    'phone_brand',
    'card_issuer',
    'mobile_carrier',
    '手机型号',
    '电话运营商',
  ])('%s is not', (name) => {
    expect(ruleOf('things', column(name))).toBeUndefined();
  });

  it.each([
    [['13812345678', '13987654321'], 'phone'],
    [['a@b.com', 'c@d.org', 'none'], 'email'],
    [['36012319800101123X'], 'identity_number'],
    [['4111 1111 1111 1111'], 'card_number'],
    [['eyJhbGciOi.eyJzdWIi.x'], 'token'],
    [['$2b$10$abcdefghijk'], 'password'],
  ])('is told by its values: %s', (values, rule) => {
    expect(ruleOf('things', column('x'), values)).toBe(rule);
  });

  it.each([
    ['customers', 'name', 'person_name'],
    ['hr_employee_info', 'name', 'person_name'],
    ['员工信息表', '名称', 'person_name'],
    ['addresses', 'street', 'postal_address'],
    ['customer_types', 'name', undefined],
    ['stores', 'address', undefined],
  ])('in %s, %s is %s', (table, name, rule) => {
    expect(ruleOf(table, column(name))).toBe(rule);
  });

  it('are known by their comment, unless that speaks of something about the value', () => {
    const by = (name: string, comment: string): string | undefined => ruleOf('things', column(name, { comment }));
    expect(by('c1', '客户姓名，实名认证后填写')).toBe('person_name');
    expect(by('c1', '证件号类型，见字典')).toBeUndefined();
    expect(by('手机号', '登录ID')).toBe('phone');
  });

  it('are the values of settings of which one is a secret', () => {
    const rulesOf = (...rows: string[][]): (string | undefined)[] =>
      sensitiveColumns({ name: 'settings', columns: [column('key'), column('value')] }, rows).map((rule) => rule?.id);
    expect(rulesOf(['site_title', 'x'], ['smtp.password', 'y'])).toEqual([undefined, 'password']);
    expect(rulesOf(['site_title', 'x'], ['password_length', '8'])).toEqual([undefined, undefined]);
  });

  it('keeps dates and counts readable', () => {
    expect(ruleOf('things', column('password', { typeCategory: 'D' }))).toBeUndefined();
    expect(ruleOf('things', column('total', { typeCategory: 'N' }), ['13812345678'])).toBeUndefined();
  });

  const HAN = ['陈建平', '林晓红', '黄志明', '刘海燕', '何俊', '罗美玲'];
  const LATIN = ['Julia Hartmann', 'Robert Kline', 'Elena Petrova', 'Samuel Osei', 'Nina Falk', 'Hugo Brandt'];

  it.each([
    ['repair', '维修师傅', HAN, 'person_name'],
    ['lease', '租客', HAN, 'person_name'],
    ['claims', 'adjuster', LATIN, 'person_name'],
    ['claims', 'incident_description', ['Mr. Kline fell at 12 Oak Street', 'water damage'], 'free_text'],
    ['employee', 'pay', ['3000', '3500'], 'salary'],
    ['t_user', 'wxopenid', ['oX1a2b3c4d5e6f7g'], 'messaging_account'],
    ['users', 'address_billing', ['12 Oak Street'], 'postal_address'],
    ['repair', '报修电话', ['010-66554433', '021-55443322'], 'phone'],
    ['books', 'author', LATIN, undefined],
    ['films', 'director', LATIN, undefined],
    ['mailings', 'email_subject', ['Hello'], undefined],
    ['goods', 'brand', ['李宁', '安踏', '波司登', '海尔'], undefined],
    ['goods', '产地', ['安徽', '云南', '江苏', '江西'], undefined],
    ['products', 'product', ['Emma Chair', 'Oslo Table', 'Alma Lamp', 'Hugo Desk'], undefined],
  ])('in %s, %s with %j is %s', (table, name, values, rule) => {
    expect(ruleOf(table, column(name), values)).toBe(rule);
  });

  it('are logins and files that repeat the name of their row', () => {
    const rows = LATIN.map((name) => [name, `/img/${name.split(' ')[1]?.toLowerCase() ?? ''}.png`, 'Leeds']);
    const rules = sensitiveColumns(
      { name: 'badge', columns: [column('holder_name'), column('picture'), column('site')] },
      rows,
    );
    expect(rules.map((rule) => rule?.id)).toEqual(['person_name', 'repeats_personal', undefined]);
  });

  it('never shows more than a quarter of a value, and nothing of a secret', () => {
    for (const rule of RULES) {
      for (const value of ['a', 'ab', 'abc1', '13812345678', '王小明', 'someone@example.com']) {
        const masked = maskValue(value, rule);
        const shown = (masked ?? '').match(/[\p{L}\p{N}]/gu)?.length ?? 0;
        expect(shown).toBeLessThanOrEqual((value.match(/[\p{L}\p{N}]/gu)?.length ?? 0) / 4);
        expect(rule.keep === null ? masked : 'masked').toBe(rule.keep === null ? null : 'masked');
      }
    }
  });

  it('masks where people were, and not where things are', () => {
    const where = (table: string, ...names: string[]): (string | undefined)[] =>
      sensitiveColumns({ name: table, columns: names.map((name) => column(name, { typeCategory: 'N' })) }, []).map(
        (rule) => rule?.id,
      );
    expect(where('trips', 'driver_id', 'start_latitude', 'start_longitude', 'distance')).toEqual([
      undefined,
      'location',
      'location',
      undefined,
    ]);
    expect(where('打卡记录', '员工编号', '经度')).toEqual([undefined, 'location']);
    expect(where('stores', 'manager_id', 'latitude', 'longitude')).toEqual([undefined, undefined, undefined]);
    expect(ruleOf('employees', column('position'), ['Manager', 'Clerk', 'Analyst'])).toBeUndefined();
  });

  it.each([
    ['defendant', ['Maria Keller', 'John Abbott', 'Anna Weiss']],
    ['interviewee', ['Maria Keller', 'John Abbott', 'Anna Weiss']],
    ['被告', ['李建国', '王晓燕', '赵志强']],
  ])('takes %s for a person', (name, values) => {
    expect(ruleOf('files', column(name), values)).toBe('person_name');
  });

  it.each([
    ['testimony', 'Mrs. Keller opened the door', 'free_text'],
    ['特别要求', '请联系王建国，送到中山路8号', 'free_text'],
    ['injuries', 'broken arm', 'health'],
  ])('takes %s for personal', (name, value, rule) => {
    const table = { name: 'patients', columns: [column(name)] };
    expect(sensitiveColumns(table, [[value], [`${value}!`]])[0]?.id).toBe(rule);
  });
});
