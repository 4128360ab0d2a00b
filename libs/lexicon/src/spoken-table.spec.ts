import { describe, expect, it } from '@jest/globals';
import { SchemaNames } from './index.js';

const english = (...tables: string[]) => {
  const names = new SchemaNames(tables.map((name) => ({ schema: 'public', name, comment: null, columns: [] })));
  return tables.map((name) => {
    const { text, plural } = names.entity({ schema: 'public', name }).en;
    return `${text}, ${plural}`;
  });
};

describe('names of tables as people speak of the rows', () => {
  it.each([
    ['purchase_order_header', 'purchase order, purchase orders'],
    ['invoice_master', 'invoice, invoices'],
    ['order_details', 'order line, order lines'],
    ['prescription_detail', 'prescription line, prescription lines'],
    ['user_details', 'user detail, user details'],
    ['account_balances_daily', 'daily account balance, daily account balances'],
    ['sales_monthly', 'monthly sale, monthly sales'],
    ['machine_service_log_entries', 'machine service, machine services'],
    ['visit_log', 'visit record, visit records'],
    ['state_province', 'state or province, states and provinces'],
    ['staff', 'staff member, staff members'],
    ['inventory', 'inventory item, inventory items'],
    ['series', 'series, series'],
  ])('%s: %s', (table, spoken) => {
    expect(english(table)).toEqual([spoken]);
  });

  it('keeps apart what has one spoken name', () => {
    const [order, header] = english('quote', 'quote_header');
    expect(order).toBe('quote, quotes');
    expect(header).toBe('quote header, quote headers');
  });
});
