import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite, type Extensions } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { freePort } from '../../scripts/free-port.mjs';
import { VectorServer } from '../../libs/embedded/src/host/vector/vector-server.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

/** An empty database with pgvector at hand, by either of the servers that hold vectors in this product. */
export const VECTOR_DATABASES: readonly (readonly [string, () => Promise<TestDatabase>])[] = [
  ['PostgreSQL', () => createTestDatabase('vector')],
  ['PGlite', () => startPglite({ vector })],
];

/** The embedded vector store as it is in the product, with its own server. */
export async function startEmbeddedStore(): Promise<TestDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'data-pipeline-pglite-'));
  const server = await VectorServer.start({ dataDirectory: directory, password: 'x', log: () => undefined });
  const url = server.url('postgres', 'x');
  return {
    url,
    drop: async () => {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A server on which pgvector is not installed. */
export function startDatabaseWithoutVector(): Promise<TestDatabase> {
  return startPglite({});
}

/** The embedded vector store: one backend in WebAssembly behind a socket. */
async function startPglite(extensions: Extensions): Promise<TestDatabase> {
  const db = await PGlite.create({ extensions });
  const port = await freePort();
  const server = new PGLiteSocketServer({ db, port, host: '127.0.0.1', maxConnections: 20 });
  await server.start();
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async drop() {
      await server.stop();
      await db.close();
    },
  };
}
