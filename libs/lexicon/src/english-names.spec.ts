import { describe, expect, it } from '@jest/globals';
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
    ['address', ['state_province', 'country_region', 'region'], ['state', 'country', 'region']],
  ])('%s', (table, columns, labels) => {
    expect(english(table, columns)).toEqual(labels);
  });
});
