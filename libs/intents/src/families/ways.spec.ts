import { describe, expect, it } from '@jest/globals';
import { entity, field, modelOf, names, relationship } from '../../../../test/harness/model-builder.js';
import { ModelIndex, type Entity, type Field, type Relationship } from '#libs/semantic-model';
import { pathsToMany, pathsToOne } from './ways.js';

const id = field('id', 'integer', names('id', '编号'), { role: 'key' });
const thing = (table: string, more: Partial<Entity> = {}, fields: readonly Field[] = []): Entity =>
  entity(table, names(table, table), [id, ...fields], more);

function ways(entities: readonly Entity[], joins: readonly Relationship[], from: string, way = pathsToOne): string[] {
  const index = new ModelIndex(modelOf(entities, joins));
  const subject = index.entity(`public.${from}`);
  return subject === undefined
    ? []
    : way(index, subject).map((path) => path.map(({ relationship: join }) => join.fromFields.join()).join(' > '));
}

describe('ways of a question', () => {
  const bom = thing('bom');
  const part = thing('part');

  it('take none of several references to one table without a role', () => {
    const joins = [relationship('bom.component → part.id'), relationship('bom.assembly → part.id')];
    expect(ways([bom, part], joins, 'bom')).toEqual([]);
    expect(ways([bom, part], joins, 'part', pathsToMany)).toEqual([]);
  });

  it('take the reference that is named like the table, and those with a role', () => {
    const original = relationship('film.original_language_id → language.id');
    const joins = [relationship('film.language_id → language.id'), original];
    const entities = [thing('film'), thing('language')];
    expect(ways(entities, joins, 'film')).toEqual(['language_id']);
    const withRole = { ...original, role: names('original language', '原始语言') };
    expect(ways(entities, [relationship('film.language_id → language.id'), withRole], 'film')).toEqual([
      'language_id',
      'original_language_id',
    ]);
  });

  it.each([
    ['ids of two kinds of users', { declared: false, optional: true }, 2, []],
    ['one kind of users only', { declared: false, optional: true }, 1, ['user_id']],
    ['users of several types, all in the table', { declared: false, optional: false }, 2, ['user_id']],
    ['a declared key', { declared: true, optional: true }, 2, ['user_id']],
  ])('know %s by the type next to the id', (_, more, distinctCount, expected) => {
    const type = field('user_type', 'integer', names('user type', '用户类型'), { role: 'dimension', distinctCount });
    const entities = [thing('message', {}, [type]), thing('users')];
    expect(ways(entities, [relationship('message.user_id → users.id', more)], 'message')).toEqual(expected);
  });

  const joins = [
    relationship('store.seller_id → seller.id'),
    relationship('seller.territory_id → territory.id'),
    relationship('client.store_id → store.id'),
    relationship('client.territory_id → territory.id'),
  ];
  const [store, seller, territory, client] = ['store', 'seller', 'territory', 'client'].map((name) => thing(name));
  const all = [store, seller, territory, client].filter((one) => one !== undefined);

  it('do not reach over a third what other rows name together with the thing', () => {
    expect(ways(all, joins, 'store')).toEqual(['seller_id']);
    expect(ways(all, joins.slice(0, 3), 'store')).toEqual(['seller_id', 'seller_id > territory_id']);
  });

  it('of an event lead on, whoever else refers to it', () => {
    const event = all.map((one) => (one === store ? thing('store', { kind: 'event' }) : one));
    expect(ways(event, joins, 'store')).toContain('seller_id > territory_id');
  });

  it('prefer the own reference to a longer way', () => {
    const direct = [...joins.slice(0, 2), relationship('store.territory_id → territory.id')];
    expect(ways(all, direct, 'store').toSorted()).toEqual(['seller_id', 'territory_id']);
  });

  const rep = names('sales rep', '销售代表');

  it('do not lead over a person or a place in a role, but for lines of a document', () => {
    const made = [
      relationship('bill.client_id → client.id'),
      relationship('client.rep_id → staff.id', { role: rep }),
      relationship('bill_line.bill_id → bill.id'),
      relationship('bill.cashier_id → staff.id', { role: names('cashier', '收银员') }),
    ];
    const some = [
      thing('client'),
      thing('staff'),
      thing('bill', { kind: 'event' }),
      thing('bill_line', { kind: 'line' }),
    ];
    expect(ways(some, made, 'bill')).toEqual(['client_id', 'cashier_id']);
    expect(ways(some, made, 'bill_line')).toContain('bill_id > cashier_id');
  });

  it('do not lead over a reference that many rows are without', () => {
    const made = [relationship('call.driver_id → driver.id'), relationship('driver.depot_id → depot.id')];
    const call = (nullShare: number): Entity =>
      thing('call', {}, [field('driver_id', 'integer', names('driver', '司机'), { role: 'reference', nullShare })]);
    const others = [thing('driver'), thing('depot')];
    expect(ways([call(0.8), ...others], made, 'call')).toEqual(['driver_id']);
    expect(ways([call(0.1), ...others], made, 'call')).toEqual(['driver_id', 'driver_id > depot_id']);
  });

  it('do not lead from people to the accounts that they have', () => {
    const people = [
      entity('tutors', names('tutor', '导师'), [id], {}),
      entity('users', names('user', '用户'), [id], {}),
    ];
    const made = [relationship('talk.tutor_id → tutors.id'), relationship('tutors.user_id → users.id')];
    expect(ways([thing('talk'), ...people], made, 'talk')).toEqual(['tutor_id']);
    expect(ways([thing('talk'), ...people], made, 'tutors')).toEqual([]);
  });

  it('do not ask which people have rows that some of them have by a role', () => {
    const user = entity('users', names('user', '用户'), [id], {});
    const made = [relationship('trip.dispatcher_id → users.id', { role: names('dispatcher', '调度员') })];
    expect(ways([thing('trip', { kind: 'event' }), user], made, 'users', pathsToMany)).toEqual([]);
  });
});
