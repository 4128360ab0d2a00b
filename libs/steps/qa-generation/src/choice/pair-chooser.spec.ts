import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { TOO_AWKWARD } from '#libs/intents';
import type { Entity, SemanticModel } from '#libs/semantic-model';
import type { Candidate } from './candidate.js';
import { PairChooser } from './pair-chooser.js';
import type { TrialOutcome } from './trials.js';

const ORDERS = { id: 'public.orders', kind: 'event', rowCount: 900, importance: 1 } as Entity;
const CITIES = { id: 'public.cities', kind: 'lookup', rowCount: 9, importance: 0.1 } as Entity;
const DRAFTS = { id: 'public.drafts', kind: 'event', rowCount: 0, importance: 0.9 } as Entity;
const MODEL: SemanticModel = { database: 'shop', entities: [CITIES, DRAFTS, ORDERS], relationships: [], metrics: [] };

function candidate(entity: Entity, kind: string, more: Partial<Candidate> = {}): Candidate {
  const text = `${kind} of ${entity.id} ${more.columns?.join() ?? ''}`;
  const question = more.question ?? createHash('sha256').update(text).digest('hex');
  const sql = `SELECT ${kind}_${more.columns?.join().replace(/\W/g, '_') ?? ''} FROM ${entity.id}`;
  return {
    kind,
    question,
    sql,
    skeleton: sql,
    entities: [entity.id],
    columns: [],
    joins: [],
    isGrouped: true,
    ...more,
  };
}

/** Ten kinds, each over three columns of its own. */
function* propose(entity: Entity): Iterable<Candidate> {
  for (const column of ['a', 'b', 'c']) {
    for (let kind = 0; kind < 10; kind += 1) {
      yield candidate(entity, `kind_${kind}`, { columns: [`${entity.id}.${kind}${column}`] });
    }
  }
}

const chooserOf = (ports: Partial<ConstructorParameters<typeof PairChooser>[1]> = {}) =>
  new PairChooser(MODEL, { propose, tryOut: () => Promise.resolve('tells'), ...ports });

const about = (pairs: readonly { sql: string }[], { id }: Entity) => pairs.filter(({ sql }) => sql.includes(id)).length;

describe('PairChooser', () => {
  it('gives the important table the most, a look-up few and an empty table none', async () => {
    const pairs = await chooserOf().pairsUpTo(20);
    expect([about(pairs, ORDERS), about(pairs, CITIES), about(pairs, DRAFTS)]).toEqual([18, 2, 0]);
  });

  it('varies the kinds before it repeats one', async () => {
    const pairs = await chooserOf().pairsFor([ORDERS.id], 10);
    expect(new Set(pairs.map(({ kind }) => kind)).size).toBe(10);
  });

  it('prefers columns that no pair is about yet', async () => {
    const of = (column: string, at: number) =>
      candidate(ORDERS, 'count', { columns: [column], question: `${column} ${at}` });
    const chooser = chooserOf({ propose: () => ['a', 'a', 'b', 'a', 'c'].map((column, at) => of(column, at)) });
    const pairs = await chooser.pairsFor([ORDERS.id], 3);
    expect(pairs.map(({ question }) => question)).toEqual(['a 0', 'b 2', 'c 4']);
  });

  it('asks for another figure before it asks for the same one again, in another order or for other rows', async () => {
    const of = (asked: string, at: number) =>
      candidate(ORDERS, `kind_${at}`, { columns: ['a'], question: `${asked} ${at}`, asked, skeleton: String(at) });
    const chooser = chooserOf({ propose: () => ['count', 'count', 'count', 'sum'].map((asked, at) => of(asked, at)) });
    const pairs = await chooser.pairsFor([ORDERS.id], 2);
    expect(pairs.map(({ question }) => question)).toEqual(['count 0', 'sum 3']);
  });

  it('repeats a kind that people hardly ask later than the others', async () => {
    const of = (kind: string, isSeldom: boolean) =>
      ['a', 'b', 'c'].map((column) => candidate(ORDERS, kind, { columns: [`${kind}.${column}`], isSeldom }));
    const chooser = chooserOf({ propose: () => [...of('percentile', true), ...of('ranking', false)] });
    const kinds = (await chooser.pairsFor([ORDERS.id], 5)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'ranking')).toHaveLength(3);
  });

  it('prefers rows with what they belong to over one figure of a table', async () => {
    const figure = candidate(ORDERS, 'sum', { columns: ['a'], isGrouped: false });
    const list = candidate(ORDERS, 'list', { columns: ['a'], joins: ['j'], isGrouped: false, isList: true });
    const joined = candidate(ORDERS, 'count', { columns: ['a'], joins: ['j'], isGrouped: false, isList: false });
    const chooser = chooserOf({ propose: () => [figure, joined, list] });
    expect((await chooser.pairsFor([ORDERS.id], 3)).map(({ kind }) => kind)).toEqual(['list', 'count', 'sum']);
  });

  it('prefers the question that reads well among those that add as much', async () => {
    const of = (question: string, awkwardness: number) =>
      candidate(ORDERS, question, { columns: ['a'], skeleton: question, question, awkwardness });
    const chooser = chooserOf({ propose: () => [of('orders of of', 3), of('which orders?', 0), of('orders by', 1)] });
    const pairs = await chooser.pairsFor([ORDERS.id], 3);
    expect(pairs.map(({ question }) => question)).toEqual(['which orders?', 'orders by', 'orders of of']);
  });

  it('takes one that reads too badly for a way of its own, and not for a kind of its own', async () => {
    const of = (kind: string, joins: string[]) =>
      candidate(ORDERS, kind, { columns: ['a'], joins, awkwardness: TOO_AWKWARD });
    const plain = candidate(ORDERS, 'count', { columns: ['a'], joins: ['near'] });
    const again = candidate(ORDERS, 'count', {
      columns: ['a'],
      joins: ['near'],
      question: 'again?',
      skeleton: 'other',
      sql: 'SELECT 2',
    });
    const chooser = chooserOf({ propose: () => [of('far', ['far']), of('near', ['near']), plain, again] });
    const kinds = (await chooser.pairsFor([ORDERS.id], 3)).map(({ kind }) => kind);
    expect(kinds).toEqual(['count', 'far', 'count']);
  });

  it('takes no question that is nearly one of before', async () => {
    const [a, b] = ['How many orders of the town are there?', 'How many orders of the towns are there?'].map(
      (question, at) => candidate(ORDERS, `kind_${at}`, { columns: [String(at)], question }),
    );
    const chooser = chooserOf({ propose: () => [a, b].flatMap((one) => one ?? []) });
    expect(await chooser.pairsFor([ORDERS.id], 2)).toHaveLength(1);
  });

  it('makes no pair of what is held back: its question, other wordings of it, and its statement', async () => {
    const [first, second, third] = [...propose(ORDERS)] as [Candidate, Candidate, Candidate];
    const chooser = chooserOf();
    expect(await chooser.holdBack(first, [second.question])).toBe(true);
    expect(await chooser.holdBack({ ...first, question: 'In other words?' }, [])).toBe(false);
    const pairs = await chooser.pairsFor([ORDERS.id], 100);
    expect(pairs).toHaveLength(28);
    expect(pairs.map(({ sql }) => sql)).not.toContain(`${first.sql};`);
    expect(pairs.map(({ question }) => question)).not.toContain(second.question);
    expect(await chooser.holdBack({ ...third, question: 'A pair has this statement?' }, [])).toBe(false);
  });

  it('prefers a new way through the joins', async () => {
    const joined = candidate(ORDERS, 'kind_0', { question: 'joined', joins: ['public.orders:city'] });
    const chooser = chooserOf({ propose: (entity) => [...propose(entity), joined] });
    expect((await chooser.pairsFor([ORDERS.id], 1)).map(({ question }) => question)).toEqual(['joined']);
  });

  it('replaces a pair that gives no rows, and never offers it again', async () => {
    const tried: string[] = [];
    const tryOut = ({ sql }: Candidate) => {
      tried.push(sql);
      return Promise.resolve(sql.includes('kind_3_') ? ('fails' as const) : ('tells' as const));
    };
    const chooser = chooserOf({ tryOut });
    const pairs = await chooser.pairsFor([ORDERS.id], 100);
    expect(pairs).toHaveLength(27);
    expect(await chooser.pairsFor([ORDERS.id], 100)).toEqual([]);
    expect(new Set(tried).size).toBe(tried.length);
  });

  it('gives no pair twice, over calls and after those of a model', async () => {
    const chooser = chooserOf();
    const [known] = propose(ORDERS);
    const ofModel = known ? [{ ...known, question: 'in other words' }] : [];
    const first = await chooser.pairsAmong(ofModel, 5, 'model');
    const pairs = [...first, ...(await chooser.pairsFor([ORDERS.id], 5)), ...(await chooser.pairsUpTo(100))];
    expect(first.map(({ question, source }) => [question, source])).toEqual([['in other words', 'model']]);
    expect(new Set(pairs.map(({ sql }) => sql)).size).toBe(pairs.length);
  });

  it('chooses among the candidates of a model by what they add', async () => {
    const alike = Array.from({ length: 12 }, (_, at) =>
      candidate(ORDERS, 'count', { columns: ['a'], skeleton: 'count', question: `count ${at}`, isGrouped: false }),
    ).map((one, at) => ({ ...one, sql: `${one.sql} WHERE a = ${at}, ${'x,'.repeat(at)}` }));
    const other = candidate(ORDERS, 'trend', { columns: ['b'], question: 'trend' });
    const failing = candidate(ORDERS, 'ranking', { columns: ['c'], question: 'ranking' });
    const chooser = chooserOf({ tryOut: (one) => Promise.resolve(one === failing ? 'tells_nothing' : 'tells') });
    const pairs = await chooser.pairsAmong([...alike, other, failing], 10, 'model');
    expect(pairs.length).toBeLessThan(10);
    expect(pairs.at(-1)?.question).toBe('trend');
    expect(pairs.map(({ question }) => question)).not.toContain('ranking');
  });

  it('keeps a statement of a model that fails, which may be repaired, and covers its part with others', async () => {
    const [broken] = propose(ORDERS);
    const chooser = chooserOf({ tryOut: ({ question }) => Promise.resolve(question === 'broken' ? 'fails' : 'tells') });
    const ofModel = await chooser.pairsAmong(
      broken ? [{ ...broken, question: 'broken', sql: 'SELECT 1' }] : [],
      5,
      'model',
    );
    const ours = await chooser.pairsFor([ORDERS.id], 10);
    expect(ofModel.map(({ question }) => question)).toEqual(['broken']);
    expect(ours.map(({ sql }) => sql)).toContain(`${broken?.sql};`);
  });

  it('counts what the themes have for the share of each table', async () => {
    const chooser = chooserOf();
    const themed = await chooser.pairsFor([CITIES.id], 4);
    const rest = await chooser.pairsUpTo(20);
    expect([themed.length, rest.length, about(rest, CITIES)]).toEqual([4, 16, 0]);
  });

  it('stops when what is left has the form and the columns of pairs that it gave already', async () => {
    const alike = (entity: Entity) =>
      [...propose(entity)].map((one) => ({ ...one, kind: 'count', skeleton: 'count', columns: ['a'] }));
    const chooser = chooserOf({ propose: alike });
    expect((await chooser.pairsUpTo(60)).length).toBeLessThan(10);
    expect(await chooser.pairsUpTo(60)).toEqual([]);
  });

  it('gives what there is when that is less than wanted', async () => {
    expect(await chooserOf().pairsFor([ORDERS.id, CITIES.id], 1_000)).toHaveLength(60);
  });

  it('takes pairs that tell less only where nothing better is left, and none with a condition that filters nothing', async () => {
    const outcomes = { a: 'tells_weakly', b: 'tells', c: 'vacuous', d: 'tells' } as const;
    const of = (name: string) => candidate(ORDERS, `kind_${name}`, { columns: [name], question: name.repeat(9) });
    const ports = {
      propose: () => ['a', 'b', 'c', 'd'].map(of),
      tryOut: ({ columns: [name] }: Candidate) => Promise.resolve(outcomes[name as keyof typeof outcomes]),
    };
    const questions = async (count: number) =>
      (await chooserOf(ports).pairsFor([ORDERS.id], count)).map(({ question }) => question[0]);
    expect(await questions(2)).toEqual(['b', 'd']);
    expect(await questions(4)).toEqual(['b', 'd', 'a']);
  });

  it('takes pairs that were not proven after all others, and does not try many more of them than wanted', async () => {
    const names = [...'abcdefghijklmnopqrstuvwx'];
    const of = (name: string) => candidate(ORDERS, `kind_${name}`, { columns: [name], question: name.repeat(9) });
    const tried: string[] = [];
    const outcomeOf = (name: string) => (name === 'b' ? 'tells_weakly' : name < 'd' ? 'unproven' : 'tells');
    const questions = async (count: number, outcome: (name: string) => TrialOutcome) => {
      const tryOut = ({ columns: [name = ''] }: Candidate) => (tried.push(name), Promise.resolve(outcome(name)));
      const pairs = await chooserOf({ propose: () => names.map(of), tryOut }).pairsFor([ORDERS.id], count);
      return pairs.map(({ question }) => question[0]);
    };
    expect(await questions(4, outcomeOf)).toEqual(['d', 'e', 'f', 'g']);
    expect((await questions(24, outcomeOf)).slice(-3)).toEqual(['b', 'a', 'c']);
    tried.length = 0;
    expect(await questions(4, () => 'unproven')).toHaveLength(4);
    expect(tried).toHaveLength(4);
  });

  it('keeps pairs of a model with a condition that filters nothing, after the better ones', async () => {
    const [vacuous, telling] = ['v', 't'].map((name) => candidate(ORDERS, name, { question: name.repeat(9) }));
    const ports = {
      tryOut: (one: Candidate) => Promise.resolve(one === vacuous ? ('vacuous' as const) : ('tells' as const)),
    };
    const among = [vacuous, telling].flatMap((one) => one ?? []);
    expect((await chooserOf(ports).pairsAmong(among, 1, 'model')).map(({ question }) => question[0])).toEqual(['t']);
    expect(await chooserOf(ports).pairsAmong(among, 2, 'model')).toHaveLength(2);
  });
});
