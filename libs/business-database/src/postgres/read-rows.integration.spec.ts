import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { withDatabase } from '#libs/postgres';
import type { BusinessDatabase } from '../business-database.js';
import { BusinessDatabases } from '../business-databases.js';
import type { Reading, ReadLimits, ReadRow, StatementFailure, StatementRunner } from '../statement-runner.js';

const server = process.env['TEST_DATABASE_URL'];
if (!server) {
  throw new Error('TEST_DATABASE_URL is not set');
}
const name = `read_rows_${randomBytes(4).toString('hex')}`;
const url = withDatabase(server, name);

async function onServer(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

describe('rows of a statement', () => {
  const databases = new BusinessDatabases({ connections: 2 });
  let database: BusinessDatabase;
  let statements: StatementRunner;

  beforeAll(async () => {
    await onServer(server, `CREATE DATABASE ${name}`);
    await onServer(
      url,
      `CREATE DOMAIN price AS numeric(10, 2);
       CREATE TABLE item (id int, code char(4), cost price, made date, at timestamptz, ok boolean, note text);
       INSERT INTO item VALUES (1, 'ab', 2.50, '2024-01-02', '2024-01-02 03:04:05+00', true, NULL),
         (2, 'cd', NULL, NULL, NULL, NULL, 'it''s');
       CREATE TYPE mood AS ENUM ('good', 'bad');
       CREATE FUNCTION other_text(mood) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ''cast''';
       CREATE CAST (mood AS text) WITH FUNCTION other_text(mood);
       CREATE TABLE felt (what mood);
       INSERT INTO felt VALUES ('good')`,
    );
    database = databases.open(url, { applicationName: 'test', statementTimeoutMs: 2_000 });
    statements = database.statements({ connections: 2, statementTimeoutMs: 2_000 });
  });

  afterAll(async () => {
    await database.close();
    await databases.close();
    await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`);
  });

  const ALL: ReadLimits = { maxRows: 1_000_000, maxCells: 1_000_000 };

  async function read(
    sql: string,
    limits = ALL,
  ): Promise<{ rows: ReadRow[]; reading: Reading | StatementFailure; most: number }> {
    const rows: ReadRow[] = [];
    let most = 0;
    const reading = await statements.read(sql, limits, (some) => {
      most = Math.max(most, some.length);
      rows.push(...some);
    });
    return { rows, reading, most };
  }

  it('gives texts of the server with the kinds of their columns', async () => {
    const { rows, reading } = await read('SELECT id, code, cost, made, ok, note, note FROM item ORDER BY id; -- all');
    expect(rows).toEqual([
      ['1', 'ab  ', '2.50', '2024-01-02', 't', null, null],
      ['2', 'cd  ', null, null, null, "it's", "it's"],
    ]);
    expect(reading).toMatchObject({ outcome: 'read', rowCount: 2, isComplete: true });
    expect((reading as Reading).columns.map(({ name: column, kind }) => [column, kind])).toEqual([
      ['id', 'integer'],
      ['code', 'padded'],
      ['cost', 'number'],
      ['made', 'time'],
      ['ok', 'boolean'],
      ['note', 'text'],
      ['note', 'text'],
    ]);
  });

  it.each([
    'SELECT note FROM item ORDER BY id DESC -- newest',
    'WITH i AS (SELECT * FROM item) SELECT note FROM i ORDER BY id DESC LIMIT 9',
    "VALUES ('it''s'), (NULL::text)",
    "SELECT 'it''s'::text UNION ALL SELECT NULL",
  ])('keeps the order of %s', async (sql) => {
    expect((await read(sql)).rows).toEqual([["it's"], [null]]);
  });

  it('never reads more than it may, and tells so', async () => {
    const many = 'SELECT i, i FROM generate_series(1, 100000) i';
    const { rows, reading, most } = await read(many, { maxRows: 30_000, maxCells: 1_000_000 });
    expect(rows).toHaveLength(30_000);
    expect(rows.at(-1)).toEqual(['30000', '30000']);
    expect(most).toBeLessThanOrEqual(5_000);
    expect(reading).toMatchObject({ rowCount: 30_000, isComplete: false });
    expect((await read(many, { maxRows: 100, maxCells: 20 })).rows).toHaveLength(10);
    const exact = await read('SELECT i FROM generate_series(1, 7) i', { maxRows: 7, maxCells: 7 });
    expect(exact.reading).toMatchObject({ rowCount: 7, isComplete: true });
  });

  it('leaves long values in the server, and still tells them apart', async () => {
    const { rows } = await read(
      `SELECT repeat('x', 1000000) UNION ALL SELECT repeat('y', 1000000) UNION ALL SELECT repeat('x', 1000000)`,
    );
    const [one, other, again] = rows.map(([value]) => value);
    expect(one).toMatch(/^1000000 bytes [0-9a-f]{64}$/);
    expect(other).toMatch(/^1000000 bytes/);
    expect(again).toBe(one);
    expect(other).not.toBe(one);
    expect((await read(`SELECT repeat('9', 100000)::numeric`)).rows[0]?.[0]).toMatch(/^100000 bytes/);
  });

  it('calls no cast of the database, and reads statements without columns and without rows', async () => {
    expect((await read(`SELECT what FROM felt`)).rows).toEqual([['good']]);
    expect((await read('SELECT FROM item')).reading).toMatchObject({ rowCount: 2, columns: [] });
    expect((await read('SELECT note FROM item WHERE id < 0')).reading).toMatchObject({ rowCount: 0, isComplete: true });
    const row = await read('SELECT i, ROW(NULL) AS r FROM item i WHERE id = 2');
    expect(row.rows).toEqual([[`(2,"cd  ",,,,,it's)`, '()']]);
  });

  it('names what fails before and between the rows', async () => {
    expect((await read('SELECT nots FROM item')).reading).toMatchObject({
      outcome: 'failed',
      sqlstate: '42703',
      position: 8,
    });
    expect((await read('SELECT 1 / (20000 - i) FROM generate_series(1, 30000) i')).reading).toMatchObject({
      outcome: 'failed',
      sqlstate: '22012',
    });
    const slow = `SELECT count(*)::text FROM generate_series(1, 10000000) a, generate_series(1, 10000000) b`;
    expect((await read(slow)).reading).toMatchObject({ outcome: 'timeout' });
    expect((await read('SELECT 1 AS fine')).rows).toEqual([['1']]);
  });
});
