import type { Embedder } from '#libs/language-model';
import type { StepContext, StepInput, StepResult } from '#libs/steps/step';
import {
  countRecords,
  createSimilarityIndexes,
  ensureRecordTable,
  findRecordTable,
  findVectorTables,
  requireSameEmbedder,
  withVectorDatabase,
  type VectorConnection,
  type VectorTables,
} from '#libs/vector-store';
import { attemptOrWarn, mergeIntoStore } from './merge-into-store.js';
import { messages } from './messages.js';
import { tellReaders } from './reader-embedder.js';
import { checkLoad } from './self-check/check-load.js';
import type { TrainingSink } from './sink.js';
import { embedderOfLoad } from './store-embedder.js';
import type { TrainingData } from './training-data.js';

/**
 * The table of `PGVectorStore` of `langchain_postgres`, with the words of each record for its hybrid search. It loads as
 * the tables of Vanna do, and with the same embedder as they.
 */
export class PgvectorStoreSink implements TrainingSink {
  /** A load is committed at once. */
  readonly isStaged = false;

  constructor(
    private readonly embedder: Embedder,
    private readonly vectorDatabaseUrl: string,
    private readonly selfCheckMinPercent: number,
  ) {}

  load(data: TrainingData, input: StepInput, context: StepContext): Promise<StepResult> {
    return withVectorDatabase(this.vectorDatabaseUrl, context.signal, async (client) => {
      const embedder = await embedderOfLoad(client, this.embedder, input, context);
      const vanna = await findVectorTables(client);
      if (vanna !== null) {
        await requireSameEmbedder(client, vanna, embedder.identity);
      }
      const tables = await ensureTable(client, embedder, data, context);
      const { counts, embedded } = await mergeIntoStore(client, { tables, embedder, data }, input, context);
      const { create_index: wantsIndex } = input.parameters;
      const indexes = wantsIndex
        ? await attemptOrWarn(() => createSimilarityIndexes(client, tables), messages.index_failed, context)
        : null;
      const selfCheck =
        embedded > 0 ? await checkLoad({ client, tables, embedder }, data, this.selfCheckMinPercent, context) : null;
      const store = await countRecords(client, tables);
      return {
        pgvector_store: {
          table: tables.table,
          total_records: store.total,
          data_type_counts: { ...store.byCollection },
          ...counts,
          embedded,
          self_check: selfCheck,
          ...(wantsIndex ? { similarity_indexes: indexes?.map((index) => ({ ...index })) ?? null } : {}),
        },
        ...tellReaders(embedder, tables.declaredDimensions, input, context),
      };
    });
  }
}

/** The column of the vectors declares their length. An endpoint tells its length with the first vector. */
async function ensureTable(
  client: VectorConnection,
  embedder: Embedder,
  data: TrainingData,
  { signal }: StepContext,
): Promise<VectorTables> {
  const present = await findRecordTable(client);
  if (present !== null) {
    return present;
  }
  const dimensions = embedder.dimensions ?? (await lengthOfFirst(embedder, data, signal));
  if (dimensions === null) {
    throw new Error('a load without records has been started');
  }
  return ensureRecordTable(client, dimensions);
}

async function lengthOfFirst(embedder: Embedder, data: TrainingData, signal: AbortSignal): Promise<number | null> {
  for await (const { document } of data.records()) {
    const [vector] = await embedder.embed([document], { purpose: 'document', signal });
    return vector?.length ?? null;
  }
  return null;
}
