import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { eventually } from '../../../test/harness/eventually.js';
import { HoldingProxy } from '../../../test/harness/holding-proxy.js';
import { ServiceProxy } from '../../../test/harness/service-proxy.js';
import { createTestDatabase, runSql, type TestDatabase } from '../../../test/harness/test-database.js';
import { dataSourceOptions } from './data-source.js';
import { preparedQuery } from './prepared-query.js';
import { translatedError } from './translated-query.js';

/** ReadyForQuery, idle. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

/** ErrorResponse with severity FATAL and the SQLSTATE of pg_terminate_backend. */
function terminated(): Buffer {
  const fields = Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0');
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

/** Ends sessions in the same packet as their greeting, as a server does that is told to end a session that begins. */
class AbruptProxy extends ServiceProxy {
  remaining = 0;

  static before(url: string): Promise<AbruptProxy> {
    return new AbruptProxy(url).listen();
  }

  protected accept(client: Socket): void {
    const service = this.serviceFor(client);
    client.pipe(service);
    service.on('data', (chunk) => {
      if (this.remaining > 0 && chunk.includes(READY)) {
        this.remaining -= 1;
        service.destroy();
        client.end(Buffer.concat([chunk, terminated()]));
      } else {
        client.write(chunk);
      }
    });
    service.on('end', () => client.end());
  }
}

describe('lost connections to the task database', () => {
  let database: TestDatabase;
  let proxy: AbruptProxy;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase('lost_connections');
    proxy = await AbruptProxy.before(database.url);
    dataSource = await new DataSource(dataSourceOptions(proxy.url, 4, 'lost connections')).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await proxy.close();
    await database.drop();
  });

  async function kindOf(work: Promise<unknown>): Promise<string> {
    return work.then(
      () => 'done',
      (error: unknown) => (translatedError(dataSource, error) as { kind?: string }).kind ?? String(error),
    );
  }

  /** The sessions of the pool, except the one of this connection. */
  async function endSessions(): Promise<void> {
    await runSql(
      database.url,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'lost connections' AND datname = current_database()`,
    );
  }

  it.each(['query', 'transaction', 'prepared statement'] as const)(
    'a session that ends with its greeting fails the %s, and not the process',
    async (way) => {
      await endSessions();
      proxy.remaining = 1;
      const statement = { name: 'one', text: 'SELECT 1 AS one' };
      const ways = {
        query: () => dataSource.query('SELECT 1'),
        transaction: () => dataSource.transaction((manager) => manager.query('SELECT 1')),
        'prepared statement': () => preparedQuery(dataSource, statement, []),
      };
      // A pooled connection that the server has ended may be taken first.
      await eventually(async () => {
        expect(await kindOf(ways[way]())).toBe('unavailable');
        expect(proxy.remaining).toBe(0);
      });
      await eventually(async () => expect(await kindOf(ways[way]())).toBe('done'));
    },
  );

  it('a server that answers no more is unavailable after the limit, and holds no connection of the pool', async () => {
    const holding = await HoldingProxy.before(database.url);
    const limits = { connectMs: 2_000, answerMs: 500 };
    const short = await new DataSource(dataSourceOptions(holding.url, 1, 'short waits', limits)).initialize();
    try {
      for (const ask of [
        () => short.query("SELECT 'asked'"),
        () => short.transaction((manager) => manager.query("SELECT 'asked'")),
        () => preparedQuery(short, { name: 'asked', text: "SELECT 'asked'" }, []),
      ]) {
        void holding.stopAt({ statement: /asked/, keep: 'statement' });
        expect(await kindOf(ask())).toBe('unavailable');
        await eventually(async () => expect(await kindOf(short.query('SELECT 1'))).toBe('done'));
      }
    } finally {
      await short.destroy();
      await holding.close();
    }
  });

  it('a transaction whose session ends between two statements is unavailable, not a defect', async () => {
    const transaction = dataSource.transaction(async (manager) => {
      await manager.query('SELECT 1');
      await endSessions();
      await eventually(async () => expect(manager.queryRunner?.isReleased).toBe(true));
    });
    expect(await kindOf(transaction)).toBe('unavailable');
  });

  it('so is one that goes on with a statement after its session has ended', async () => {
    const transaction = dataSource.transaction(async (manager) => {
      await manager.query('SELECT 1');
      await endSessions();
      await eventually(async () => expect(manager.queryRunner?.isReleased).toBe(true));
      await manager.query('SELECT 2');
    });
    expect(await kindOf(transaction)).toBe('unavailable');
  });
});
