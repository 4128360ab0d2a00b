import type pg from 'pg';
import type { Embedder } from '#libs/language-model';
import { searchSimilar, type Collection, type VectorTables } from '#libs/vector-store';
import { EvenSample } from './even-sample.js';
import type { TrainingRecord } from './training-data.js';

/** Of `asked` texts, `found` met their own record among the first hits. */
export interface SelfCheckRate {
  readonly asked: number;
  readonly found: number;
}

export interface SelfCheck {
  /** A pair's own question has to find the pair first. */
  readonly questions: SelfCheckRate;
  /** A table's name has to find its DDL within the first ten. */
  readonly tables: SelfCheckRate;
}

/** All of an ordinary task; of more, an even sample: a search is a scan, and each question is a text to embed. */
const MOST_ASKED = 1_000;

/** Asks the store as a reader does, for what this load brought. */
export async function checkReadBack(
  client: pg.ClientBase,
  tables: VectorTables,
  embedder: Embedder,
  records: AsyncIterable<TrainingRecord>,
  signal: AbortSignal,
): Promise<SelfCheck> {
  const samples = { sql: new EvenSample<TrainingRecord>(MOST_ASKED), ddl: new EvenSample<TrainingRecord>(MOST_ASKED) };
  for await (const record of records) {
    if (record.collection !== 'documentation' && record.asked !== null) {
      samples[record.collection].offer(record);
    }
  }
  const rate = async (collection: Collection, asked: readonly TrainingRecord[], within: number) => {
    const vectors = await embedder.embed(
      asked.map((record) => record.asked ?? ''),
      { signal },
    );
    let found = 0;
    for (const [index, record] of asked.entries()) {
      const hits = await searchSimilar(client, tables, collection, vectors[index] ?? new Float32Array(), within);
      // Two pairs may ask the same and differ in SQL: either answers the question.
      found += hits.some(({ id, document }) => id === record.id || asksTheSame(document, record)) ? 1 : 0;
    }
    return { asked: asked.length, found };
  };
  return {
    questions: await rate('sql', samples.sql.items, 1),
    tables: await rate('ddl', samples.ddl.items, 10),
  };
}

function asksTheSame(document: string, record: TrainingRecord): boolean {
  return record.collection === 'sql' && document.startsWith(`{"question": ${JSON.stringify(record.asked)}, "sql": `);
}
