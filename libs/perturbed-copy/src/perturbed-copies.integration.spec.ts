import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BusinessDatabase, StatementRunner } from '#libs/business-database';
import { AnswerJudge, type Gold } from '#libs/answer-judging';
import { livingMutants, Prover, type Proof } from '#libs/pair-proof';
import { openBusinessDatabase } from '../../../test/harness/step-surroundings.js';
import { createTestDatabase, runSql, type TestDatabase } from '../../../test/harness/test-database.js';
import { CopyRunner, PerturbedCopies, relationsToCopy } from './index.js';

/** Every parcel has a sender, a weight that no boundary of the tests meets, and the same state; there is one depot. */
const ROWS = `
  CREATE SCHEMA yard;
  CREATE TYPE mood AS ENUM ('calm', 'loud');
  CREATE TABLE yard.depot (id int PRIMARY KEY, name varchar(20) NOT NULL UNIQUE, city text, mood mood);
  CREATE TABLE parcel (id int PRIMARY KEY, depot_id int NOT NULL REFERENCES yard.depot, back_to int REFERENCES parcel,
    weight numeric(8,2) NOT NULL CHECK (weight > 0), state text NOT NULL, sent date, removed boolean NOT NULL,
    place point);
  CREATE VIEW heavy AS SELECT * FROM parcel WHERE weight > 100;
  INSERT INTO yard.depot VALUES (1, 'Main', 'Oslo', 'calm');
  INSERT INTO parcel SELECT i, 1, NULL, i * 10, 'new', DATE '2024-01-01' + i, false FROM generate_series(1, 9) i;
  ANALYZE`;

describe('PerturbedCopies', () => {
  let [data, scratch]: TestDatabase[] = [];
  let business: BusinessDatabase;
  let own: BusinessDatabase;
  let statements: StatementRunner;
  let copies: PerturbedCopies;

  beforeAll(async () => {
    [data, scratch] = await Promise.all([createTestDatabase('copied'), createTestDatabase('scratch')]);
    await runSql(data.url, ROWS);
    business = openBusinessDatabase(data.url);
    own = openBusinessDatabase(scratch.url);
    statements = own.statements({ connections: 2, statementTimeoutMs: 5_000 });
    const listed = await business.listRelations();
    copies = new PerturbedCopies(relationsToCopy(business, () => Promise.resolve(listed)));
  });

  afterAll(async () => {
    await Promise.all([business.close(), own.close()]);
    await Promise.all([data?.drop(), scratch?.drop()]);
  });

  function prove(sql: string, onCopies = true): Promise<Proof> {
    return new Prover({
      statements: business.statements({ connections: 2, statementTimeoutMs: 5_000 }),
      signal: new AbortController().signal,
      relations: () => Promise.resolve([]),
      ...(onCopies && { copies: { of: (sqls, count) => copies.of(sqls, count), statements } }),
    }).prove(sql);
  }

  async function rowsOf(sql: string, copyNumber = 0): Promise<(string | null)[][]> {
    const copy = (await copies.of([sql], copyNumber + 1))[copyNumber];
    const statement = await copy?.statement(sql);
    const rows: (string | null)[][] = [];
    const text = `${copy?.tables} SELECT * FROM (${statement}) AS t`;
    const read = await statements.read(text, { maxRows: 1_000, maxCells: 10_000 }, (some) =>
      rows.push(...some.map((row) => [...row])),
    );
    expect(read).toMatchObject({ outcome: 'read' });
    return rows;
  }

  it.each([
    ['condition', "SELECT count(*) FROM parcel WHERE state = 'new' AND NOT removed"],
    ['boundary', "SELECT id FROM parcel WHERE sent >= '2023-05-17'"],
    ['boundary', 'SELECT depot_id FROM parcel GROUP BY depot_id HAVING count(*) > 4'],
    ['aggregate', 'SELECT count(back_to) FROM public.parcel'],
    ['distinct', 'SELECT DISTINCT sent FROM parcel'],
    ['order', 'SELECT state FROM parcel ORDER BY state'],
    ['limit', 'SELECT id FROM parcel ORDER BY id LIMIT 12'],
    ['join', 'SELECT d.name, count(p.id) FROM yard.depot d LEFT JOIN parcel p ON p.depot_id = d.id GROUP BY d.id'],
    ['condition', "WITH o AS (SELECT * FROM yard.depot) SELECT count(*) FROM o WHERE o.city = 'Oslo'"],
  ])('kills a mutant of the kind %s that lives on the data: %s', async (kind, sql) => {
    const kinds = async (proof: Promise<Proof>) => livingMutants(await proof).map((mutant) => mutant.kind);
    expect(await kinds(prove(sql, false))).toContain(kind);
    expect(await kinds(prove(sql))).not.toContain(kind);
  });

  it('tells no difference that the constraints rule out', async () => {
    const joined = 'SELECT p.id FROM parcel p JOIN yard.depot d ON d.id = p.depot_id WHERE p.id < 5 AND d.id > 0';
    expect(livingMutants(await prove(joined)).map(({ kind }) => kind)).toContain('join');
    // No two depots have one name, no weight is zero or less.
    expect(livingMutants(await prove('SELECT count(DISTINCT name) FROM yard.depot'))).toHaveLength(1);
    const all = livingMutants(await prove('SELECT id FROM parcel WHERE weight > 0'));
    expect(all.map(({ kind, part }) => `${kind} ${part}`)).toEqual(['condition weight > 0', 'boundary weight > 0']);
  });

  it('has rows of its own, which keys, references and NOT NULL hold for, the same in each run', async () => {
    const sql = 'SELECT id, depot_id, weight, state FROM parcel ORDER BY id';
    const [rows, again, other] = [await rowsOf(sql), await rowsOf(sql), await rowsOf(sql, 1)];
    expect(again).toEqual(rows);
    expect(other).not.toEqual(rows);
    expect(new Set(rows.map(([id]) => id)).size).toBe(rows.length);
    expect(rows.flat()).not.toContain(null);
    const orphans = 'SELECT p.id FROM parcel p LEFT JOIN yard.depot d ON d.id = p.depot_id WHERE d.id IS NULL';
    expect(await rowsOf(orphans)).toEqual([]);
  });

  it('copies no view and no unknown table, and reads none but its own', async () => {
    expect(await copies.of(['SELECT * FROM heavy'], 1)).toEqual([]);
    expect(await copies.of(['SELECT * FROM pg_class'], 1)).toEqual([]);
    const [copy] = await copies.of(['SELECT id FROM parcel'], 1);
    for (const sql of [
      'SELECT oid FROM pg_catalog.pg_class',
      'SELECT id FROM parcel WHERE id IN (SELECT 1 FROM pg_authid)',
      'WITH parcel AS (SELECT 1 AS id) SELECT id FROM parcel JOIN public.parcel p USING (id)',
      'DELETE FROM parcel',
    ]) {
      expect([sql, await copy?.statement(sql)]).toEqual([sql, null]);
    }
  });

  it('tells an answer that is right by chance from one that is right', async () => {
    const judge = new AnswerJudge(business.statements({ connections: 2, statementTimeoutMs: 5_000 }), async (gold) =>
      (await copies.of(gold, 2)).map((copy) => new CopyRunner(copy, statements)),
    );
    const gold = (await judge.gold([
      'SELECT d.name, count(*) FROM parcel p JOIN yard.depot d ON d.id = p.depot_id GROUP BY d.name',
    ])) as Gold;
    const chance = await judge.judge(gold, "SELECT 'Main', count(*) FROM public.parcel");
    expect(chance).toMatchObject({ right: true, reasons: ['differs_on_copy'], copies: { checked: 2, agreed: 0 } });
    const other = 'SELECT (SELECT name FROM yard.depot WHERE id = depot_id), count(id) FROM parcel GROUP BY depot_id';
    expect(await judge.judge(gold, other)).toMatchObject({
      right: true,
      reasons: [],
      copies: { checked: 2, agreed: 2 },
    });
  });

  it('creates nothing', async () => {
    await prove("SELECT count(*) FROM parcel WHERE state = 'new'");
    const { rows } = await runSql(scratch?.url ?? '', "SELECT relname FROM pg_class WHERE relname ~ 'parcel|depot'");
    expect(rows).toEqual([]);
  });
});
