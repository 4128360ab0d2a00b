import type { Embedder } from '#libs/language-model';
import { ensureVectorTables, vectorRecord, VectorLoad, withVectorDatabase, type Collection } from '#libs/vector-store';

export interface StoreEntry {
  readonly collection: Collection;
  /** The file or the pair that the record is about. */
  readonly key: string;
  readonly document: string;
}

/** Loads records into a vector store as training_load does. @param database the business database they are about */
export async function loadStore(
  url: string,
  embedder: Embedder,
  entries: readonly StoreEntry[],
  { taskId = 'task_20260101_000000', database = 'shop', ensureTables = ensureVectorTables } = {},
): Promise<void> {
  const { signal } = new AbortController();
  await withVectorDatabase(url, signal, async (client) => {
    const tables = await ensureTables(client);
    const records = entries.map(({ collection, key, document }) =>
      vectorRecord(collection, { database, key }, document),
    );
    const load = await VectorLoad.open(client, tables, records, { taskId, model: embedder.model, replace: null });
    try {
      while (!(await load.merge()).merged) {
        for (let page = await load.nextPending(100); page.length > 0; page = await load.nextPending(100)) {
          const texts = page.map(({ document }) => document);
          await load.addVectors(page, await embedder.embed(texts, { purpose: 'document', signal }));
        }
      }
    } finally {
      await load.close();
    }
  });
}
