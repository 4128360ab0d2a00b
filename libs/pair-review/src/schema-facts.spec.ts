import { describe, expect, it } from '@jest/globals';
import { fingerprintOf, lapsesOf } from './fingerprint.js';
import { SchemaFacts } from './schema-facts.js';

const MODEL = `version: 1
datasets:
  - name: shop.orders
    kind: event
    fields:
      - name: id
        role: identifier
      - name: state
        role: dimension
        values: {"1": {zh: 已付, en: paid}, "2": {zh: 已退, en: returned}}
  - name: shop.people
    kind: entity
    fields:
      - name: phone
        role: sensitive
relationships:
  - name: orders_people
    from: shop.orders
    to: shop.people
    from_columns: [person_id]
    to_columns: [id]
  - name: people_people
    from: shop.people
    to: shop.people
complete: true
`;

const factsOf = (model: string): Promise<SchemaFacts> =>
  SchemaFacts.read({ list: async () => ['semantic_model.yaml'], read: async () => model });

describe('what the semantic model says to reviewers', () => {
  it('is the meaning of tables, columns and joins, by the item', async () => {
    const facts = await factsOf(MODEL);
    expect(facts.knowsMeaning).toBe(true);
    expect(facts.tableMeaning('shop.orders')).toMatch(/^[\w-]{12}$/);
    expect(facts.tableMeaning('shop.nothing')).toBeNull();
    expect(facts.columnMeaning('shop.orders', 'nothing', '')).toBeNull();
    const paid = facts.columnMeaning('shop.orders', 'state', "state = '1'");
    expect(paid).not.toBe(facts.columnMeaning('shop.orders', 'state', ''));
    expect(facts.isSensitive('shop.people', 'phone')).toBe(true);
    expect([facts.isSensitiveName('phone'), facts.isSensitiveName('state')]).toEqual([true, false]);
    expect(Object.keys(facts.joinsBetween(['shop.orders', 'shop.people']) ?? {})).toEqual([
      'shop.orders.orders_people',
      'shop.people.people_people',
    ]);
    expect(facts.joinsBetween(['shop.orders'])).toEqual({});
    const edited = await factsOf(MODEL.replace('kind: event', 'kind: log').replace('paid', 'settled'));
    expect(edited.tableMeaning('shop.orders')).not.toBe(facts.tableMeaning('shop.orders'));
    expect(edited.tableMeaning('shop.people')).toBe(facts.tableMeaning('shop.people'));
    expect(edited.columnMeaning('shop.orders', 'state', "state = '1'")).not.toBe(paid);
    expect(edited.columnMeaning('shop.orders', 'id', '')).toBe(facts.columnMeaning('shop.orders', 'id', ''));
  });

  it('is read with the whole file where an item cannot be read alone', async () => {
    const aliased = MODEL.replace('role: identifier', 'role: &secret sensitive').replace(
      'role: sensitive',
      'role: *secret',
    );
    const facts = await factsOf(aliased);
    expect(facts.isSensitive('shop.people', 'phone')).toBe(true);
    expect(facts.isSensitive('shop.orders', 'id')).toBe(true);
    expect((await factsOf(aliased)).isSensitiveName('phone')).toBe(true);
    expect(facts.tableMeaning('shop.people')).toBe((await factsOf(MODEL)).tableMeaning('shop.people'));
  });

  it('is nothing for a file that cannot be read, and for the item of a file that a person broke', async () => {
    for (const broken of ['', 'datasets: 5', '\ufffd']) {
      const facts = await factsOf(broken);
      expect([facts.knowsMeaning, facts.tableMeaning('shop.orders'), facts.isSensitiveName('phone')]).toEqual([
        false,
        null,
        false,
      ]);
    }
    const facts = await factsOf(MODEL.replace('kind: event', 'kind: [event'));
    expect(facts.tableMeaning('shop.orders')).toBeNull();
    expect(facts.isSensitive('shop.people', 'phone')).toBe(true);
  });

  it('takes no approval away by a join that cannot be read', async () => {
    const pair = {
      ...{ question: 'who bought?', sql: 'SELECT 1' },
      ...{ tables: ['shop.orders', 'shop.people'], columns: ['shop.orders.state'] },
    };
    const decided = fingerprintOf(pair, await factsOf(MODEL));
    const broken = await factsOf(MODEL.replace('[person_id]', '[person_id'));
    expect(broken.joinsBetween(pair.tables)).toBeNull();
    expect(lapsesOf(decided, pair, broken)).toEqual([]);
    expect(fingerprintOf(pair, broken).joins).toEqual({});
    const changed = await factsOf(MODEL.replace('[person_id]', '[buyer_id]'));
    expect(lapsesOf(decided, pair, changed)).toEqual([{ code: 'join_changed', what: 'shop.orders.orders_people' }]);
    const kept = await factsOf(MODEL.replace('[person_id]', '[person_id').replace('kind: event', 'kind: log'));
    expect(lapsesOf(decided, pair, kept)).toEqual([{ code: 'table_meaning_changed', what: 'shop.orders' }]);
  });
});
