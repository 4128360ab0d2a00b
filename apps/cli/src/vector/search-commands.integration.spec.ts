import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/test-database.js';
import { BUILT_IN_MODEL, BuiltInEmbedder } from '#libs/retrieval';
import { ensureVectorTables, VectorLoad, vectorRecord, withVectorDatabase } from '#libs/vector-store';
import { createProgram } from '../program.js';

jest.setTimeout(60_000);

const { signal } = new AbortController();
const DOCUMENTS = [
  'create table invoices (id bigint, 金额 numeric);',
  'create table parcels (id bigint, courier text);',
];

describe('vector search and vector words', () => {
  let database: TestDatabase;
  let printed: string[];

  const run = async (...args: string[]): Promise<string> => {
    const words = ['vector', ...args];
    const program = await createProgram({ VECTOR_DATABASE_URL: database.url }, words);
    await program.parseAsync(words, { from: 'user' });
    return printed.join('\n');
  };

  beforeAll(async () => {
    database = await createTestDatabase('cli_search');
    const embedder = new BuiltInEmbedder();
    await withVectorDatabase(database.url, signal, async (client) => {
      const tables = await ensureVectorTables(client);
      const records = DOCUMENTS.map((text, at) => vectorRecord('ddl', { database: 'shop', key: String(at) }, text));
      const options = { taskId: 'task_a', model: BUILT_IN_MODEL, replace: null };
      const load = await VectorLoad.open(client, tables, records, options);
      while (!(await load.merge()).merged) {
        const page = await load.nextPending(10);
        await load.addVectors(
          page,
          page.map(({ document }) => embedder.embed(document) ?? new Float32Array()),
        );
      }
      await load.close();
    });
  });
  afterAll(() => database?.drop());
  beforeEach(() => {
    printed = [];
    jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
    jest.spyOn(console, 'error').mockImplementation((line: string) => void printed.push(line));
  });

  it('print what was found, and why', async () => {
    const text = await run('search', '發票的金額', '--collections', 'ddl', '--limit', '1');
    expect(text).toMatch(/^mode: hybrid\nddl:\n {2}\d\.\d{3} v1 w1 \[发票 金额\] create table invoices/);
  });

  it('print JSON for programs', async () => {
    const found = JSON.parse(await run('search', 'couriers', '--json', '--mode', 'vector')) as Record<string, unknown>;
    expect(found).toMatchObject({ mode: 'vector', hits: { sql: [], ddl: [{ document: DOCUMENTS[1] }, {}] } });
  });

  it('keep to the database that is named', async () => {
    expect(await run('search', 'couriers', '--database', 'clinic')).toBe('mode: hybrid\nsql:\nddl:\ndocumentation:');
  });

  it('index records that another program wrote', async () => {
    await withVectorDatabase(database.url, signal, async (client) => {
      const { collectionIds } = await ensureVectorTables(client);
      await client.query(
        `INSERT INTO langchain_pg_embedding (id, collection_id, embedding, document)
         SELECT 'other-ddl', $1, embedding, 'create table refunds (id bigint)' FROM langchain_pg_embedding LIMIT 1`,
        [collectionIds.ddl],
      );
    });
    expect(await run('words')).toBe('records indexed: 1');
    expect(await run('search', 'refunds', '--collections', 'ddl', '--limit', '1')).toContain('[refund]');
  });

  it.each(['0', '101', 'many'])('refuse a limit of %s', async (limit) => {
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    await expect(run('search', 'x', '--limit', limit)).rejects.toMatchObject({ code: 'commander.invalidArgument' });
  });
});
