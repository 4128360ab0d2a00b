import type pg from 'pg';
import { VectorLoad, type LoadOptions } from './vector-load.js';
import type { VectorRecord } from './vector-record.js';
import type { VectorTables } from './vector-tables.js';

/** A unit vector that depends on the text, exact in float4. */
export function vectorOf(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  const sum = [...text].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0);
  vector[sum % dimensions] = 0.6;
  vector[(sum + 1) % dimensions] = 0.8;
  return vector;
}

/** Loads the records as a step does; `embedded` counts the vectors that had to be made. */
export async function loadRecords(
  client: pg.ClientBase,
  tables: VectorTables,
  records: readonly VectorRecord[],
  options: Partial<LoadOptions> = {},
  dimensions = 8,
) {
  const settings = { taskId: 'task_a', model: 'model-1', replace: null, ...options };
  const load = await VectorLoad.open(client, tables, records, settings);
  let embedded = 0;
  try {
    for (;;) {
      const result = await load.merge();
      if (result.merged) {
        return { embedded, ...result.counts };
      }
      for (let page = await load.nextPending(50); page.length > 0; page = await load.nextPending(50)) {
        await load.addVectors(
          page,
          page.map(({ document }) => vectorOf(document, dimensions)),
        );
        embedded += page.length;
      }
    }
  } finally {
    await load.close();
  }
}
