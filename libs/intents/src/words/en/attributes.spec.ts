import { describe, expect, it } from '@jest/globals';
import { attributeEn } from './attributes.js';

const said = (label: string, value: string, noun: string, isThing = false, isSentLater = false) => {
  const spoken = attributeEn({ label, values: value.split('|'), negated: false, noun, isThing, isSentLater });
  return spoken && (spoken.before === null ? `${noun}s ${spoken.after}` : `${spoken.before} ${noun}s`);
};

describe('attributeEn', () => {
  it.each([
    ['ship city', 'London', 'order', 'orders shipped to London'],
    ['delivery country', 'Canada', 'parcel', 'parcels delivered to Canada'],
    ['billing state', 'Texas', 'invoice', 'invoices with a billing address in Texas'],
    ['origin city', 'Oslo', 'flight', 'flights from Oslo'],
    ['destination city', 'Oslo', 'flight', 'flights to Oslo'],
    ['birth country', 'Peru', 'author', 'authors born in Peru'],
    ['country name', 'Peru|Chile', 'store', 'stores in Peru or Chile'],
    ['colour', 'Black', 'product', 'black products'],
    ['type', 'business', 'user', 'business users'],
    ['card type', 'debit', 'bank card', 'debit bank cards'],
    ['rating', 'PG-13', 'film', 'films rated PG-13'],
    ['size', 'XL', 'shirt', 'shirts in size XL'],
    ['payment method', 'Bank transfer', 'order', 'orders paid by bank transfer'],
    ['payment method', 'cash', 'payment', 'payments by cash'],
    ['gateway', 'Stripe', 'payment', 'payments via Stripe'],
    ['exchange', 'nasdaq', 'stock', 'stocks on nasdaq'],
    ['product line', 'Touring', 'bike', 'bikes in the Touring product line'],
    ['sales region', 'north', 'depot', 'depots in the North region'],
    ['category', 'toys (wooden)', 'shop', 'shops in the "toys (wooden)" category'],
    ['type', 'credit', 'loyalty booking', 'loyalty bookings of type credit'],
    ['type', 'notice', 'email draft', 'email drafts of type notification'],
    ['department', 'Sales Department', 'employee', 'employees in the Sales Department'],
  ])('%s %s of %s', (label, value, noun, text) => {
    expect(said(label, value, noun)).toBe(text);
  });

  it.each([
    ['make', 'Volvo', 'lorry', 'Volvo lorries'],
    ['breed', 'Collie', 'dog', 'Collie dogs'],
    ['equipment', 'flatbed', 'trailer', 'flatbed trailers'],
    ['manufacturer', 'Acme Labs', 'drug', 'drugs made by Acme Labs'],
    ['vendor', 'Shell', 'fuel receipt', 'fuel receipts from Shell'],
    ['province', '浙江省', 'patient', 'patients in 浙江省'],
    ['city', '苏州', 'shop', 'shops in 苏州'],
    ['state', '广东省', 'shop', 'shops in 广东省'],
    ['type', 'PDF', 'report', 'PDF reports'],
  ])('puts what things are made or called before them, places after them: %s %s of %s', (label, value, noun, text) => {
    expect(said(label, value, noun, true)?.replace('lorrys', 'lorries')).toBe(text);
  });

  it.each([
    ['type', 'ADJ', 'entry'],
    ['type', 'SHP', 'movement'],
    ['rest area state', '关闭', 'rest area'],
    ['state', '待处理', 'ticket'],
  ])('takes the code or condition of a %s, %s, for no word and no place', (label, value, noun) => {
    expect(said(label, value, noun)).toBeNull();
  });

  it('leaves what is named: other labels, long values, addresses of what stays where it is', () => {
    expect(said('contact title', 'Owner', 'customer')).toBeNull();
    expect(said('type', 'tax applied to all sales', 'rate')).toBeNull();
    expect(said('ship city', 'London', 'customer', true)).toBeNull();
    expect(said('engine type', 'V6', 'car')).toBeNull();
  });

  it('speaks of addresses where rows need not be sent', () => {
    expect(said('ship city', 'London', 'order', false, true)).toBe('orders with a shipping address in London');
    expect(said('delivery country', 'Peru', 'purchase', false, true)).toBe('purchases with a delivery address in Peru');
    expect(said('billing state', 'Texas', 'invoice', false, true)).toBe('invoices with a billing address in Texas');
    expect(said('ship method', 'Air', 'order', false, true)).toBeNull();
  });

  it('says what is not so', () => {
    const other = attributeEn({
      label: 'ship city',
      values: ['Oslo'],
      negated: true,
      noun: 'order',
      isThing: false,
      isSentLater: false,
    });
    expect(other?.after).toBe('that are not shipped to Oslo');
  });
});
