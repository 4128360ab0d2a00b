import { describe, expect, it } from '@jest/globals';
import { column, relation } from '../../../test/harness/made-catalog.js';
import { arrayElements } from './array-elements.js';
import { checkedValues } from './enumerations.js';
import {
  chineseFor,
  columnWords,
  displayValue,
  identifierWords,
  listedValue,
  readableName,
  shortComment,
} from './index.js';
import { jsonShape } from './json-shape.js';
import { maskValue, sensitiveRuleOf, settingsRuleOf } from './mask-values.js';
import { SENSITIVE_RULES } from './sensitive-rules.js';

describe('names and comments', () => {
  it.each([
    ['saleOrderLine2', ['sale', 'order', 'line2']],
    ['HTTPServerURL', ['http', 'server', 'url']],
    ['zip code-no', ['zip', 'code', 'no']],
    ['服务区编号', ['服务区编号']],
  ])('%s', (identifier, words) => {
    expect(identifierWords(identifier)).toEqual(words);
  });

  it('spells out identifiers and leaves Chinese alone', () => {
    expect(readableName('rental_rate')).toBe('rental rate');
    expect(readableName('营收_额')).toBe('营收_额');
  });

  it('puts a name into Chinese when all of its words are common', () => {
    expect(chineseFor(['film', 'id'])).toBe('影片编号');
    expect(chineseFor(['invoice', 'line', 'id'])).toBe('发票明细编号');
    expect(chineseFor(['id', 'no'])).toBe('证件号码');
    expect(chineseFor(['categories'])).toBe('类别');
    expect(chineseFor(['film', 'fulltext'])).toBeNull();
  });

  it('takes a state column next to a city column for a part of the country', () => {
    const state = column('billing_state');
    const spoken = (other: string): string | null =>
      chineseFor(columnWords(state, relation('invoice', [state, column(other)])));
    expect(spoken('billing_city')).toBe('账单省份');
    expect(spoken('total')).toBe('账单状态');
  });

  it('takes the first clause of a comment without its length hint', () => {
    expect(shortComment('服务区信息表（20字），存储名称')).toBe('服务区信息表');
    expect(shortComment('A table.\nSecond line')).toBe('A table. Second line');
  });
});

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
    expect(sensitiveRuleOf({ name: 'things' }, column(name), [])?.id).toBe(rule);
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
  ])('%s is not', (name) => {
    expect(sensitiveRuleOf({ name: 'things' }, column(name), [])).toBeNull();
  });

  it.each([
    [['13812345678', '13987654321'], 'phone'],
    [['a@b.com', 'c@d.org', 'none'], 'email'],
    [['36012319800101123X'], 'identity_number'],
    [['4111 1111 1111 1111'], 'card_number'],
    [['eyJhbGciOi.eyJzdWIi.x'], 'token'],
    [['$2b$10$abcdefghijk'], 'password'],
  ])('is told by its values: %s', (values, rule) => {
    expect(sensitiveRuleOf({ name: 'things' }, column('x'), values)?.id).toBe(rule);
  });

  it.each([
    ['customers', 'name', 'person_name'],
    ['hr_employee_info', 'name', 'person_name'],
    ['员工信息表', '名称', 'person_name'],
    ['addresses', 'street', 'postal_address'],
    ['customer_types', 'name', undefined],
    ['stores', 'address', undefined],
  ])('in %s, %s is %s', (table, name, rule) => {
    expect(sensitiveRuleOf({ name: table }, column(name), [])?.id).toBe(rule);
  });

  it('are known by their comment, unless that speaks of something about the value', () => {
    const ruleOf = (name: string, comment: string): string | undefined =>
      sensitiveRuleOf({ name: 'things' }, column(name, 'text', { comment }), [])?.id;
    expect(ruleOf('c1', '客户姓名，实名认证后填写')).toBe('person_name');
    expect(ruleOf('c1', '证件号类型，见字典')).toBeUndefined();
    expect(ruleOf('手机号', '登录ID')).toBe('phone');
  });

  it('are the values of settings of which one is a secret', () => {
    const value = column('value');
    const settings = relation('settings', [column('key'), value]);
    const ruleOf = (...names: string[]): string | undefined =>
      settingsRuleOf(
        settings,
        value,
        names.map((name) => [name, 'x']),
      )?.id;
    expect(ruleOf('site_title', 'smtp.password')).toBe('password');
    expect(ruleOf('site_title', 'password_length')).toBeUndefined();
    expect(settingsRuleOf(settings, column('note'), [['smtp.password', 'x']])).toBeNull();
  });

  it('keeps dates and counts readable', () => {
    expect(sensitiveRuleOf({ name: 'things' }, column('password', 'date'), [])).toBeNull();
    expect(sensitiveRuleOf({ name: 'things' }, column('total', 'numeric'), ['13812345678'])).toBeNull();
  });

  it('never shows more than a quarter of a value, and nothing of a secret', () => {
    for (const rule of SENSITIVE_RULES) {
      for (const value of ['a', 'ab', 'abc1', '13812345678', '王小明', 'someone@example.com']) {
        const masked = maskValue(value, rule);
        const shown = (masked ?? '').match(/[\p{L}\p{N}]/gu)?.length ?? 0;
        expect(shown).toBeLessThanOrEqual((value.match(/[\p{L}\p{N}]/gu)?.length ?? 0) / 4);
        expect(rule.keep === null ? masked : 'masked').toBe(rule.keep === null ? null : 'masked');
      }
    }
  });
});

describe('values for display', () => {
  it('stay on one line, show what is invisible and are cut by code points', () => {
    expect(displayValue('a\nb\tc\u0000\u202e')).toBe('a\\nb\\tc\\u0000\\u202e');
    expect(displayValue('😀'.repeat(100), 10)).toBe(`${'😀'.repeat(9)}…`);
    expect(displayValue('abc', 3)).toBe('abc');
  });

  it('are quoted in lists where they are empty or hold what separates them', () => {
    const listed = ['SHORT', '', "it's", 'a,b', '{x}', "it's, or", ' x', '甲、乙', '{a,b}', '[1,2)', '(1,2)'].map(
      (value) => listedValue(value),
    );
    expect(listed.join(' ')).toBe("SHORT '' it's 'a,b' {x} 'it''s, or' ' x' '甲、乙' {a,b} [1,2) (1,2)");
    expect(listedValue(`a, ${'b'.repeat(100)}`, 5)).toBe("'a, b…'");
  });

  it('tell the shape of JSON and none of its contents', () => {
    expect(jsonShape(['{"a": "secret", "b": [1, "x"]}', '{"a": null, "c": {"d": {"e": {"f": 1}}}}', 'broken'])).toBe(
      '{a: null|string, b: [number|string], c: {d: {e: {…}}}}',
    );
    expect(jsonShape(['broken'])).toBeNull();
  });

  it('show no keys of JSON that are data themselves', () => {
    const byPerson = jsonShape(['{"total": 1, "a@example.com": 2}', '{"total": 3, "b@example.com": "x"}']);
    expect(byPerson).toBe('{total: number, [key]: number|string}');
    const byNumber = jsonShape(Array.from({ length: 30 }, (_, i) => `{"k${i}": ${i}, "at": "x"}`));
    expect(byNumber).toBe('{at: string, [key]: number}');
  });

  it('tell what arrays are made of', () => {
    expect(arrayElements(['{a,"b, c",NULL}', '{}', '[0:1]={a,a}', '{{"say \\"hi\\"",a},{1,2}}', '{cut,of'])).toEqual({
      least: 0,
      most: 4,
      distinct: 5,
      frequent: [{ value: 'a', share: 0.75 }],
    });
    expect(arrayElements([])).toBeNull();
  });
});

describe('values that a check constraint allows', () => {
  it.each([
    [
      `CHECK (((status)::text = ANY ((ARRAY['a'::character varying, 'it''s'::character varying])::text[])))`,
      ['a', "it's"],
    ],
    [`CHECK ((status = ANY (ARRAY['a'::text, 'b, c'::text])))`, ['a', 'b, c']],
    [`CHECK ((status = ANY (ARRAY[1, 2, '-3'::integer])))`, ['1', '2', '-3']],
    [`CHECK ((status = ANY (ARRAY[lower('A'::text), 'b'::text])))`, null],
    [`CHECK ((length(status) > 3))`, null],
  ])('%s', (definition, expected) => {
    const table = relation('t', [], {
      checkConstraints: [{ name: 'c', definition, columns: ['status'], local: true }],
    });
    expect(checkedValues(table, column('status'))).toEqual(expected);
  });
});
