import { describe, expect, it } from '@jest/globals';
import { queryFacts } from './query-facts.js';
import { Relations } from './relations.js';
import { factsOfDdl, factsOfDocument, factsOfPair } from './facts-of-text.js';
import { closureOf, isSufficient, missingFrom } from './missing-facts.js';

const named = (...names: string[]) => names.map((name) => ({ name }));
const relations = new Relations([
  { schema: 'public', name: 'users', columns: named('uid', 'name') },
  { schema: 'public', name: 'shops', columns: named('mid', 'name') },
  { schema: 'public', name: 'Visits', columns: named('who', 'at shop', 'day') },
]);
const VISITS = 'create table public."Visits" (\n  who bigint not null, -- visitor\n  "at shop" bigint,\n  day date\n);';
const USERS = 'create table public.users (uid bigint primary key, name text);';
const gold = 'SELECT name FROM users JOIN "Visits" ON who = uid WHERE day = CURRENT_DATE';
const WHO = 'public.Visits.who = public.users.uid';

describe('strict sufficiency', () => {
  it('asks for every table, column and join condition', async () => {
    const facts = await queryFacts(gold, relations);
    const held = [await factsOfDdl(USERS, relations)];
    expect(missingFrom(facts, held)).toEqual({ tables: ['public.Visits'], columns: [], joins: [WHO] });
    held.push(await factsOfDdl(VISITS.replace('day date', 'night date'), relations));
    expect(missingFrom(facts, held)).toEqual({ tables: [], columns: ['public.Visits.day'], joins: [WHO] });
    held.push(await factsOfDdl(VISITS, relations));
    expect(missingFrom(facts, held)).toEqual({ tables: [], columns: [], joins: [WHO] });
    held.push(await factsOfPair('SELECT count(*) FROM users u JOIN "Visits" v ON u.uid = v.who', relations));
    expect(isSufficient(missingFrom(facts, held))).toBe(true);
  });

  it.each([
    ['a key of the table', VISITS.replace('day date', 'day date, foreign key (who) references users (uid)')],
    ['a key of the column', VISITS.replace('not null,', 'references public.users (uid),')],
    ['a comment', VISITS.replace('-- visitor', '-- visitor, refers to users(uid), not declared')],
  ])('finds the condition in %s of the DDL', async (_where, ddl) => {
    expect([...(await factsOfDdl(ddl, relations)).joins.keys()]).toEqual([WHO]);
  });

  it.each([
    ['- who appears to refer to public.users(uid)', [WHO]],
    ['- joins: public."Visits".who = public.users.uid', [WHO]],
    ['- who → users.uid', [WHO]],
    ['- who（访客）引用 users.uid', [WHO]],
    ['- who refers to users.nothing', []],
    ['- who (bigint) [examples: 1, 2]', []],
    ['- refers to users', []],
    ['- who: 1.5 (7%), day(3)', []],
  ])('reads the line %j of a document', (line, joins) => {
    const facts = factsOfDocument(`## Visits (visits)\nColumns:\n${line}`, relations);
    expect([...facts.tables]).toEqual(['public.Visits']);
    expect([...facts.joins.keys()]).toEqual(joins);
  });

  it('gives a document the columns that it names, and no table for a text about none', () => {
    const held = factsOfDocument('## public.users (users)\n- uid (bigint)\n- name (text)', relations);
    expect([...held.columns]).toEqual(['public.users.uid', 'public.users.name']);
    expect([...factsOfDocument('# Themes\nusers and shops', relations).tables]).toEqual([]);
  });

  it('joins columns over others', () => {
    const joined = closureOf([
      ['a', 'b'],
      ['c', 'd'],
      ['b', 'c'],
      ['x', 'y'],
    ]);
    expect([joined('a', 'd'), joined('d', 'b'), joined('a', 'x'), joined('x', 'y'), joined('q', 'z')]).toEqual([
      true,
      true,
      false,
      true,
      false,
    ]);
  });
});
