import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BusinessDatabase, StatementRunner } from '#libs/business-database';
import { openBusinessDatabase } from '../../../test/harness/step-surroundings.js';
import { createTestDatabase, runSql, type TestDatabase } from '../../../test/harness/test-database.js';
import { livingMutants, vacuousConditions, type Proof } from './proof.js';
import { Prover } from './prover.js';
import { PROOF_LIMITS, type ProofLimits, type ProofStatements } from './server-work.js';

/** Every visit is paid; ward 3 has no visits; two visits of 10; the first visit is on the first day of 2024. */
const ROWS = `
  CREATE TABLE ward (id int PRIMARY KEY, name text, beds int);
  CREATE TABLE visit (id int PRIMARY KEY, ward_id int, day date, cost numeric, paid boolean, weight real);
  CREATE TABLE room (id int PRIMARY KEY, ward_id int);
  CREATE TABLE nobody (id int, note text);
  CREATE TABLE secret (id int, owner text);
  INSERT INTO ward VALUES (1, 'A', 10), (2, 'B', 20), (3, 'C', 30);
  INSERT INTO visit VALUES (1, 1, '2024-01-01', 10, true, 0.1), (2, 1, '2024-02-01', 10, true, 0.2),
    (3, 2, '2024-03-01', 30, true, 0.3);
  INSERT INTO room SELECT i, 1 FROM generate_series(1, 4) i;
  INSERT INTO secret VALUES (1, 'proof_reader'), (2, 'somebody');
  CREATE FUNCTION hashtextextended(text, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 1::bigint';
  ANALYZE`;

describe('Prover', () => {
  let database: TestDatabase;
  let business: BusinessDatabase;
  let statements: StatementRunner;

  beforeAll(async () => {
    database = await createTestDatabase('proof');
    await runSql(database.url, ROWS);
    business = openBusinessDatabase(database.url);
    statements = business.statements({ connections: 2, statementTimeoutMs: 30_000 });
  });

  afterAll(async () => {
    await business.close();
    await database.drop();
  });

  const relations = () =>
    Promise.resolve(['ward', 'visit', 'room'].map((name) => ({ schema: 'public', name, keys: [['id']] })));

  function prover(limits: Partial<ProofLimits> = {}, runner: ProofStatements = statements): Prover {
    const { signal } = new AbortController();
    return new Prover({ statements: runner, signal, relations, limits: { ...PROOF_LIMITS, ...limits } });
  }

  const prove = (sql: string, limits: Partial<ProofLimits> = {}): Promise<Proof> => prover(limits).prove(sql);
  const living = async (sql: string) => livingMutants(await prove(sql)).map(({ kind }) => kind);
  const codes = ({ implausible }: Proof) => implausible.map(({ code }) => code.replace('pair_proof.', ''));

  it.each([
    ['condition', 'SELECT id FROM visit WHERE paid', 'SELECT id FROM visit WHERE cost = 10'],
    [
      'condition',
      'SELECT count(*) FILTER (WHERE paid) FROM visit',
      'SELECT count(*) FILTER (WHERE cost = 10) FROM visit',
    ],
    [
      'condition',
      'SELECT ward_id FROM visit GROUP BY ward_id HAVING count(*) <> 7',
      'SELECT ward_id FROM visit GROUP BY ward_id HAVING count(*) <> 2',
    ],
    ['boundary', 'SELECT id FROM visit WHERE cost > 15', 'SELECT id FROM visit WHERE cost > 10'],
    [
      'boundary',
      'SELECT id FROM visit WHERE cost BETWEEN 5 AND 20',
      'SELECT id FROM visit WHERE cost BETWEEN 10 AND 10',
    ],
    ['aggregate', 'SELECT ward_id, sum(beds) FROM ward GROUP BY id', 'SELECT sum(beds) FROM ward'],
    ['aggregate', 'SELECT count(id) FROM visit', 'SELECT count(ward_id) FROM visit'],
    [
      'join',
      'SELECT v.id FROM visit v JOIN ward w ON w.id = v.ward_id',
      'SELECT w.id FROM ward w JOIN visit v ON w.id = v.ward_id',
    ],
    ['distinct', 'SELECT DISTINCT id FROM visit', 'SELECT DISTINCT ward_id FROM visit'],
    ['order', 'SELECT paid FROM visit ORDER BY paid', 'SELECT id FROM visit ORDER BY id'],
    ['limit', 'SELECT id FROM visit ORDER BY id LIMIT 9', 'SELECT id FROM visit ORDER BY id LIMIT 2'],
  ])('a mutant of the kind %s lives in %s and dies in %s', async (kind, weak, strong) => {
    const sql = weak.replace('SELECT ward_id, sum(beds) FROM ward', 'SELECT id, sum(beds) FROM ward');
    expect(await living(sql)).toContain(kind);
    expect(await living(strong)).not.toContain(kind);
    expect((await prove(strong)).mutants.map((mutant) => mutant.kind)).toContain(kind);
  });

  it('counts rows, and names conditions that filter nothing with all that is implausible', async () => {
    const proof = await prove('SELECT id, NULL AS note FROM visit WHERE paid AND cost > 1;');
    expect(proof).toMatchObject({ runs: true, rowCount: 3, isEmpty: false, notProven: null, columns: 2 });
    expect(vacuousConditions(proof).map(({ part }) => part)).toEqual(['paid', 'cost > 1']);
    expect(codes(proof)).toEqual(['all_rows', 'null_column']);
    expect(proof.implausible[1]?.params).toEqual({ column: 2 });
  });

  it('finds one constant, no rows, and a join with more rows than its tables', async () => {
    expect(codes(await prove('SELECT paid FROM visit'))).toEqual(['constant']);
    expect(codes(await prove('SELECT id FROM visit WHERE cost < 0'))).toEqual(['no_rows']);
    const chasm = 'SELECT sum(v.cost) FROM visit v JOIN ward w ON v.ward_id = w.id JOIN room r ON r.ward_id = w.id';
    expect((await prove(chasm)).implausible).toEqual([
      { code: 'pair_proof.exploded_join', params: { rows: 8, most: 4 } },
    ]);
    expect(codes(await prove('SELECT v.id, w.name FROM visit v JOIN ward w ON v.ward_id = w.id'))).toEqual([]);
  });

  it('takes sums of real numbers that were added in another order for the same', async () => {
    const [one, other] = await Promise.all([
      prove('SELECT sum(weight) FROM (SELECT weight FROM visit ORDER BY id) v'),
      prove('SELECT sum(weight) FROM (SELECT weight FROM visit ORDER BY id DESC) v'),
    ]);
    expect(one.result).toEqual(other.result);
  });

  it('knows two results by their rows, in any order, and not by their names', async () => {
    const bags = await Promise.all(
      [
        'SELECT id AS a FROM ward ORDER BY id',
        'SELECT id AS b FROM ward ORDER BY id DESC',
        'SELECT id FROM ward UNION ALL SELECT 1',
      ].map(async (sql) => (await prove(sql)).result?.bag),
    );
    expect(bags[0]).toBe(bags[1]);
    expect(bags[0]).not.toBe(bags[2]);
  });

  it('does not use functions of the database in place of those of PostgreSQL', async () => {
    // public.hashtextextended gives 1 for everything.
    expect(await living('SELECT name FROM ward ORDER BY id LIMIT 2')).toEqual([]);
  });

  it('runs nothing twice: equal statements, and mutants that other pairs are', async () => {
    const sent: string[] = [];
    const watched: ProofStatements = {
      plan: (sql) => statements.plan(sql),
      hazards: () => statements.hazards(),
      firstRow: (sql, timeoutMs) => {
        sent.push(sql);
        return statements.firstRow(sql, timeoutMs);
      },
    };
    const one = prover({}, watched);
    await one.prove('SELECT id FROM visit WHERE cost >= 10');
    await one.prove('SELECT id FROM visit WHERE cost >= 10');
    expect(sent).toHaveLength(1);
    await one.prove('SELECT id FROM visit WHERE cost > 10');
    // The other boundary, and the statement without its condition, are known.
    expect(sent[1]).not.toContain('cost >= 10');
    expect(sent[1]).not.toContain('WHERE true');
  });

  it('runs a statement that the ladder has accepted without planning or checking it again', async () => {
    const asked: string[] = [];
    const counting: ProofStatements = {
      plan: (sql) => (asked.push('plan'), statements.plan(sql)),
      hazards: () => (asked.push('hazards'), statements.hazards()),
      firstRow: (sql, timeoutMs) => (asked.push('run'), statements.firstRow(sql, timeoutMs)),
    };
    expect(await prover({}, counting).prove('SELECT id FROM ward', { cost: 1 })).toMatchObject({ runs: true });
    expect(asked).toEqual(['run']);
    await prover({}, counting).prove('SELECT id FROM ward');
    expect(asked).toEqual(['run', 'hazards', 'plan', 'run']);
  });

  it('does not prove what cannot be compared, and says why', async () => {
    const reason = async (sql: string, limits: Partial<ProofLimits> = {}) => (await prove(sql, limits)).notProven;
    expect(await reason('SELECT id FROM visit LIMIT 2')).toMatchObject({ code: 'pair_proof.undetermined' });
    expect(await reason('SELECT id FROM visit WHERE random() < 2')).toMatchObject({
      code: 'pair_proof.volatile_result',
    });
    expect(await reason('SELECT g FROM generate_series(1, 100001) g')).toMatchObject({
      code: 'pair_proof.too_many_rows',
    });
    expect(await reason('SELECT id FROM visit', { cost: 0.01 })).toMatchObject({ code: 'pair_proof.too_expensive' });
    expect(await reason('SELECT id FROM visit', { taskMs: 0 })).toMatchObject({ code: 'pair_proof.out_of_budget' });
    const slow = 'SELECT count(*) FROM generate_series(1, 20000000) g WHERE g % 7 = 1';
    expect(await reason(slow, { statementMs: 20 })).toMatchObject({ code: 'pair_proof.too_slow' });
  });

  it('counts an error of a mutant as another result, and a mutant that is no SQL as none', async () => {
    const guarded = 'SELECT 10 / (id - 1) FROM ward WHERE id > 1';
    expect((await prove(guarded)).mutants.map(({ kind, fate }) => [kind, fate])).toEqual([
      ['condition', 'killed'],
      ['boundary', 'killed'],
    ]);
    const typed = await prove('SELECT sum(cost::text::money) FROM visit WHERE cost = 10');
    expect(typed.mutants.map(({ kind }) => kind)).toEqual(['condition']);
  });

  it('tries no further mutant of a pair whose time is over, and says so', async () => {
    const { runs, mutants, notProven } = await prove('SELECT 10 / (id - 1) FROM ward WHERE id > 1', { pairMs: -1 });
    expect([runs, ...mutants.map(({ fate }) => fate)]).toEqual([true, 'undecided', 'undecided']);
    expect(notProven).not.toBeNull();
  });

  it('tells an error of the statement itself', async () => {
    expect(await prove('SELECT 1 / (id - 1) FROM ward')).toMatchObject({ runs: false, failure: { sqlstate: '22012' } });
  });

  it('changes nothing and reaches nothing that the ladder forbids', async () => {
    await runSql(
      database.url,
      `CREATE FUNCTION writes() RETURNS int LANGUAGE sql AS 'INSERT INTO nobody VALUES (1, NULL) RETURNING 1'`,
    );
    // The check of statements, and the list of volatile functions, hold for proofs too.
    const fresh = business.statements({ connections: 1, statementTimeoutMs: 30_000 });
    for (const sql of [
      'SELECT writes() FROM ward WHERE id > 1',
      'SELECT id FROM ward WHERE writes() = 1',
      'SELECT pg_sleep(10) FROM ward WHERE id > 1',
      'SELECT id FROM ward WHERE id > 1; DELETE FROM nobody',
      'DELETE FROM ward',
    ]) {
      expect(await prover({}, fresh).prove(sql)).toMatchObject({ runs: false });
    }
    expect((await runSql(database.url, 'SELECT * FROM nobody')).rows).toEqual([]);
  });

  it('sees the rows that row security shows to the role', async () => {
    const role = `proof_reader_${database.url.slice(-12)}`;
    await runSql(
      database.url,
      `CREATE ROLE ${role} LOGIN; GRANT SELECT ON secret TO ${role}; ALTER TABLE secret ENABLE ROW LEVEL SECURITY;
       CREATE POLICY own ON secret USING (owner = 'proof_reader')`,
    );
    const url = new URL(database.url);
    url.username = role;
    const reading = openBusinessDatabase(url.toString());
    try {
      const runner = reading.statements({ connections: 1, statementTimeoutMs: 30_000 });
      const proof = await prover({}, runner).prove("SELECT id FROM secret WHERE owner = 'proof_reader'");
      expect([proof.rowCount, vacuousConditions(proof).length]).toEqual([1, 1]);
    } finally {
      await reading.close();
      await runSql(database.url, `DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  });

  it('proves pairs about an empty table to be empty', async () => {
    const proof = await prove('SELECT note FROM nobody WHERE id = 1 ORDER BY note');
    expect([proof.rowCount, codes(proof)]).toEqual([0, ['no_rows']]);
  });

  it('ends with the reason of the signal', async () => {
    const stop = new AbortController();
    const one = new Prover({ statements, signal: stop.signal, relations });
    stop.abort(new Error('cancelled'));
    await expect(one.prove('SELECT id FROM ward')).rejects.toThrow('cancelled');
  });
});
