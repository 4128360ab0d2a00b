import type { Embedder } from '#libs/language-model';
import {
  countRecords,
  searchSimilar,
  type Collection,
  type VectorConnection,
  type VectorTables,
} from '#libs/vector-store';
import { EvenSample } from '../even-sample.js';
import type { TrainingRecord } from '../training-data.js';

/** Of `asked` texts, `found` met their own record among the first hits. */
export interface SelfCheckRate {
  readonly asked: number;
  readonly found: number;
}

/** Whether the store gives back what was loaded: it fails where vectors and texts do not belong together. */
export interface ReadBack {
  /** A pair's own question has to find the pair first. */
  readonly questions: SelfCheckRate;
  /** A table's name has to find its DDL within the first ten. */
  readonly tables: SelfCheckRate;
}

/** A search is a scan over the collection: that many distances are computed for each kind of text, more or less. */
const DISTANCES = 1_000_000;

/**
 * All of an ordinary task, of a bigger one an even sample.
 * @param records number of records in the collection
 */
export function mostAsked(records: number): number {
  return Math.min(Math.max(Math.floor(DISTANCES / Math.max(records, 1)), 100), 1_000);
}

/** Queries the store as a reader does, for records of this load. */
export async function checkReadBack(
  client: VectorConnection,
  tables: VectorTables,
  embedder: Embedder,
  records: AsyncIterable<TrainingRecord>,
  signal: AbortSignal,
): Promise<ReadBack> {
  const { byCollection } = await countRecords(client, tables);
  const sample = (collection: Collection) => new EvenSample<TrainingRecord>(mostAsked(byCollection[collection] ?? 0));
  const samples = { sql: sample('sql'), ddl: sample('ddl') };
  for await (const record of records) {
    if (record.collection !== 'documentation' && record.asked !== null) {
      samples[record.collection].offer(record);
    }
  }
  const rate = async (collection: Collection, asked: readonly TrainingRecord[], within: number) => {
    const vectors = await embedder.embed(
      asked.map((record) => record.asked ?? ''),
      { purpose: 'query', signal },
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
