import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Readable, Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { VectorServer } from './vector-server.js';
import { message, startupMessage, SYNC } from './wire-protocol.js';

jest.setTimeout(60_000);

const PASSWORD = 'open-sesame';

describe('the vector database', () => {
  let folder: string;
  let server: VectorServer;
  let url: string;
  const log: string[] = [];
  let clients: pg.Client[] = [];

  const client = async (): Promise<pg.Client> => {
    const made = new pg.Client({ connectionString: url });
    made.on('error', () => undefined);
    clients.push(made);
    await made.connect();
    return made;
  };
  const value = async (from: pg.Client, sql: string): Promise<unknown> => {
    const { rows } = await from.query<{ value: unknown }>(`SELECT (${sql}) AS value`);
    return rows[0]?.value;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vector-'));
    server = await VectorServer.start({
      dataDirectory: folder,
      password: PASSWORD,
      log: (message) => log.push(message),
      idleTransactionLimitMs: 300,
    });
    url = server.url('owner', PASSWORD);
    const first = await client();
    await first.query('CREATE EXTENSION vector');
    await first.query('CREATE TABLE item (id int PRIMARY KEY, label text, embedding vector)');
  });

  afterEach(async () => {
    await Promise.all(clients.map((each) => each.end().catch(() => undefined)));
    clients = [];
  });

  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('stores vectors and finds the nearest by cosine', async () => {
    const one = await client();
    for (const [id, vector] of [
      [1, '[1,0,0]'],
      [2, '[0.9,0.1,0]'],
      [3, '[0,0,1]'],
    ] as const) {
      await one.query('INSERT INTO item VALUES ($1, $2, $3::vector)', [id, `item ${id}`, vector]);
    }
    const { rows } = await one.query('SELECT id FROM item ORDER BY embedding <=> $1::vector LIMIT 2', ['[1,0.01,0]']);
    expect(rows).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('keeps the statements of two connections apart, also those that come in several packets', async () => {
    const one = await rawConnection(url);
    one.write(message('P', Buffer.from(`\0SELECT 'of one'\0\0\0`)));
    const two = await client();
    expect((await two.query('SELECT $1::text AS value', ['of two'])).rows).toEqual([{ value: 'of two' }]);
    const bindAndExecute = [message('B', Buffer.alloc(8)), message('E', Buffer.alloc(5)), SYNC];
    const answer = once(one, 'data') as Promise<[Buffer]>;
    one.write(Buffer.concat(bindAndExecute));
    expect((await answer)[0].toString('latin1')).toContain('of one');
    one.destroy();
  });

  it('keeps a transaction to its connection, and the others waiting', async () => {
    const [one, two] = [await client(), await client()];
    await one.query('BEGIN');
    await one.query(`INSERT INTO item (id) VALUES (100)`);
    const seenByTwo = value(two, 'SELECT count(*)::int FROM item WHERE id = 100');
    expect(await value(one, 'SELECT count(*)::int FROM item WHERE id = 100')).toBe(1);
    await one.query('ROLLBACK');
    expect(await seenByTwo).toBe(0);
  });

  it('goes on after an error in a transaction', async () => {
    const one = await client();
    await one.query('BEGIN');
    await expect(one.query('SELECT nothing', [])).rejects.toMatchObject({ code: '42703' });
    await expect(one.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' });
    await one.query('ROLLBACK');
    expect(await value(await client(), '1')).toBe(1);
  });

  it('rolls back what a client left when it vanished in a transaction', async () => {
    const [gone, two] = [await client(), await client()];
    await gone.query('BEGIN');
    await gone.query(`INSERT INTO item (id) VALUES (200)`);
    const waiting = value(two, 'SELECT count(*)::int FROM item WHERE id = 200');
    gone.connection.stream.destroy();
    expect(await waiting).toBe(0);
  });

  it('ends a transaction that idles while others wait', async () => {
    const [idle, two] = [await client(), await client()];
    const ended = once(idle, 'error') as Promise<[{ code?: string }]>;
    await idle.query('BEGIN');
    await idle.query(`INSERT INTO item (id) VALUES (300)`);
    expect(await value(two, 'SELECT count(*)::int FROM item WHERE id = 300')).toBe(0);
    expect((await ended)[0].code).toBe('25P03');
  });

  it('copies out and in', async () => {
    const one = await client();
    await one.query(`INSERT INTO item SELECT n, 'copied ' || n, '[1,2,3]' FROM generate_series(1001, 3000) n`);
    const parts: Buffer[] = [];
    const sink = new Writable({ write: (chunk: Buffer, _encoding, done) => (parts.push(chunk), done()) });
    await pipeline(one.query(copyTo('COPY (SELECT * FROM item WHERE id > 1000) TO STDOUT WITH (FORMAT csv)')), sink);
    await one.query('DELETE FROM item WHERE id > 1000');
    const two = await client();
    await pipeline(Readable.from(parts), two.query(copyFrom('COPY item FROM STDIN WITH (FORMAT csv)')));
    expect(
      await value(one, `SELECT count(*)::int FROM item WHERE label = 'copied ' || id AND embedding = '[1,2,3]'`),
    ).toBe(2000);
  });

  it('reports bad COPY data and goes on', async () => {
    const one = await client();
    const copy = one.query(copyFrom('COPY item FROM STDIN'));
    await expect(pipeline(Readable.from(['not a number\tx\t\\N\n']), copy)).rejects.toMatchObject({ code: '22P02' });
    expect(await value(one, '1')).toBe(1);
  });

  it('comes back when the backend ends, with what was committed', async () => {
    const [one, two] = [await client(), await client()];
    await one.query(`INSERT INTO item (id) VALUES (400)`);
    // A COPY that hides behind another statement is not collected, and ends PGlite.
    await expect(one.query('SELECT 1; COPY item FROM STDIN')).rejects.toThrow();
    await expect(two.query('SELECT 1')).rejects.toThrow();
    expect(await value(await client(), 'SELECT count(*)::int FROM item WHERE id = 400')).toBe(1);
    expect(log.some((line) => line.includes('opening it again'))).toBe(true);
  });

  it.each([
    ['a wrong password', (right: URL) => Object.assign(right, { password: 'wrong' }), '28P01'],
    ['another database', (right: URL) => Object.assign(right, { pathname: '/elsewhere' }), '3D000'],
  ])('refuses %s', async (_what, wrong, code) => {
    const intruder = new pg.Client({ connectionString: wrong(new URL(url)).toString() });
    intruder.on('error', () => undefined);
    await expect(intruder.connect()).rejects.toMatchObject({ code });
  });

  it('is not disturbed by what is no PostgreSQL client', async () => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port) });
    socket.resume();
    socket.end('GET / HTTP/1.1\r\n\r\n');
    await once(socket, 'close');
    expect(await value(await client(), '1')).toBe(1);
  });
});

/** A connection past its login, for what a driver would not do. */
async function rawConnection(url: string): Promise<Socket> {
  const { port, password } = new URL(url);
  const socket = connect({ host: '127.0.0.1', port: Number(port) });
  await once(socket, 'connect');
  socket.write(startupMessage({ user: 'owner', database: 'postgres' }));
  await once(socket, 'data');
  socket.write(message('p', Buffer.from(`${password}\0`)));
  await once(socket, 'data');
  return socket;
}
