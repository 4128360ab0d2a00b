import { describe, expect, it } from '@jest/globals';
import { nameOf } from './name-of.js';
import { SchemaNames } from './schema-names.js';

const english = (table: string, columns: readonly string[]): string[] => {
  const one = {
    schema: 'public',
    name: table,
    comment: null,
    columns: columns.map((name) => ({ name, comment: null })),
  };
  const names = new SchemaNames([one]);
  return columns.map((name) => names.field(one, name).en.text);
};

describe('English names of columns, as people say them', () => {
  it.each([
    [
      'purchase_line',
      ['received_qty', 'on_order_qty', 'order_qty'],
      ['quantity received', 'quantity on order', 'order quantity'],
    ],
    ['bom', ['per_assembly_qty', 'in_stock_units'], ['quantity per assembly', 'units in stock']],
    ['drug', ['dos_amt', 'dos_freq', 'admin_rte'], ['dose amount', 'dose frequency', 'administration route']],
    [
      'doctor',
      ['bd_cert_num', 'med_school_name', 'loc_city', 'loc_zip', 'location'],
      ['board certification number', 'medical school name', 'city', 'zip', 'location'],
    ],
    [
      'issue',
      ['reportable_type', 'usable_quantity', 'pricetable', 'area_mapper', 'plotter_code', 'orderheader'],
      ['reportable type', 'usable quantity', 'price table', 'area mapper', 'plotter code', 'order header'],
    ],
    ['drug', ['med_name', 'cert_no'], ['medicine name', 'certificate number']],
    ['claim', ['clm_id', 'clm_status', 'clm_paid_amount'], ['ID', 'status', 'paid amount']],
    ['report', ['zqr_id', 'zqr_state', 'total'], ['ZQR ID', 'state', 'total']],
    [
      'book',
      ['sub_title', 'qty_ord', 'curr', 'marital_st'],
      ['subtitle', 'quantity ordered', 'currency', 'marital ST'],
    ],
    [
      'plan',
      ['sub_category', 'qty_ship', 'curr_code', 'st'],
      ['subcategory', 'quantity shipped', 'currency code', 'state'],
    ],
    ['address', ['state_province', 'country_region', 'region'], ['state or province', 'country', 'region']],
  ])('%s', (table, columns, labels) => {
    expect(english(table, columns)).toEqual(labels);
  });
});

describe('other names', () => {
  const synonyms = (column: string): string[] => {
    const one = { schema: 'public', name: 'ticket', comment: null, columns: [{ name: column, comment: null }] };
    const { zh, en } = new SchemaNames([one]).field(one, column);
    return [...zh.synonyms, ...en.synonyms];
  };

  it.each([
    ['code', 'encoding'],
    ['bonus', 'prize money'],
    ['score', 'runs'],
    ['region', 'district'],
    ['district', 'region'],
    ['due_date', 'expires on'],
    ['email', 'e mail'],
    ['cost', 'costs'],
    ['return_date', '退货日期'],
    ['reports_to', 'parent'],
  ])('of %s are not %s: that is another sense, a verb or only a spelling', (column, other) => {
    expect(synonyms(column)).not.toContain(other);
  });

  it.each([
    ['freight', 'shipping fee'],
    ['phone', 'telephone'],
    ['last_name', 'surname'],
  ])('of %s are such as %s', (column, other) => {
    expect(synonyms(column)).toContain(other);
  });
});

describe('English for Chinese tables', () => {
  const en = (name: string, comment: string): string =>
    nameOf({ identifier: name, words: name.split('_'), comment, isTable: true }).en.text;

  it.each([
    ['register', '挂号记录表', 'registration'],
    ['movement', '出入库记录', 'stock movement'],
    ['post', '岗位信息表', 'position'],
  ])('the comment of %s says what its rows are: %s', (name, comment, expected) => {
    expect(en(name, comment)).toBe(expected);
  });

  it.each([
    ['order', '订单信息表', 'order'],
    ['notice', '通知公告表', 'notice'],
    ['bill', '账单', 'bill'],
  ])('%s says the same as its comment %s', (name, comment, expected) => {
    expect(en(name, comment)).toBe(expected);
  });
});
