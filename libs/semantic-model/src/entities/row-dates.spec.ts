import { describe, expect, it } from '@jest/globals';
import { catalogOf, column, measured, profileOf, reference, relation } from '../../../../test/harness/made-catalog.js';
import type { Column, ColumnProfile } from '#libs/catalog';
import { deriveSemanticModel } from '../derive.js';

type Made = readonly [Column, ColumnProfile];

const date = (name: string, nullShare: number, more: Partial<Column> = {}): Made => [
  column(name, 'date', more),
  measured(name, { nullShare, distinctCount: 300 }),
];
const amount: Made = [column('amount', 'numeric'), measured('amount', { distinctCount: 500, min: '1', max: '900.5' })];
const owner: Made = [column('shop_id', 'integer'), measured('shop_id')];

/** Kind and time of a table of a thousand rows that refer to shops. */
function judged(name: string, columns: readonly Made[], comment: string | null = null): string {
  const all: readonly Made[] = [[column('id', 'integer'), measured('id', { distinctCount: 1000 })], owner, ...columns];
  const made = relation(
    name,
    all.map(([own]) => own),
    { comment, foreignKeys: [reference('shop_id', 'shop', 'id')] },
  );
  const shop = relation('shop', [column('id', 'integer'), column('name')]);
  const profile = profileOf(name, 1000, ...all.map(([, own]) => own));
  const { entities } = deriveSemanticModel(catalogOf(made, shop), (id) =>
    id === `public.${name}` ? profile : undefined,
  );
  const found = entities.find(({ table }) => table === name);
  return `${found?.kind} ${found?.time}`;
}

describe('the date of a row', () => {
  const created = date('created_at', 0);

  it.each<[string, readonly Made[], string]>([
    ['remittance', [date('received_on', 0, { notNull: true }), amount, created], 'event received_on'],
    ['requisition', [date('picked_time', 0.06), amount, created], 'event created_at'],
    ['requisition', [date('picked_time', 0), amount, created], 'event picked_time'],
    ['consignment', [date('requested_on', 0), date('delivered_on', 0.2), amount, created], 'event created_at'],
    ['dispute', [date('filed_on', 0, { notNull: true }), date('closed_on', 0.4), amount], 'event filed_on'],
    ['purchase', [date('manufacture_date', 0), amount, created], 'event created_at'],
    ['inquiry', [date('first_response_time', 0.003), amount, created], 'event created_at'],
    ['voucher_record', [date('use_time', 0.003), amount, created], 'event created_at'],
    ['objection', [date('handle_time', 0.003), date('verify_time', 0.5), amount, created], 'event created_at'],
    ['response', [date('response_time', 0), amount, created], 'event response_time'],
    ['production_order', [date('production_date', 0), amount, created], 'event production_date'],
  ])('%s', (name, columns, expected) => {
    expect(judged(name, columns)).toBe(expected);
  });

  it('is none of an event for what lies in stock and for companies', () => {
    expect(judged('spare_stock', [date('came_on', 0), amount])).toBe('thing came_on');
    expect(judged('yp_kc', [date('came_on', 0), amount], '备件库存（按批次）')).toBe('thing came_on');
    expect(judged('vendor', [date('onboarded_on', 0.1), amount])).toBe('thing onboarded_on');
  });

  it('is none for what is offered, and for places of business', () => {
    expect(judged('ferry_item', [amount])).toMatch(/^line /);
    expect(judged('ferry_item', [amount], '渡轮服务目录')).toMatch(/^thing /);
    expect(judged('ferry_terminal', [date('opened_on', 0), date('closed_on', 0.9)])).toBe('thing opened_on');
  });
});
