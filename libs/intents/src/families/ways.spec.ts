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
});
