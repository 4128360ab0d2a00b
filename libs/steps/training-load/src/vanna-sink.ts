import type { Embedder } from '#libs/language-model';
import type { StepContext, StepInput, StepResult } from '#libs/steps/step';
import {
  countRecords,
  createSimilarityIndexes,
  ensureVectorTables,
  findDimensions,
  findRecordTable,
  requireSameEmbedder,
  withVectorDatabase,
} from '#libs/vector-store';
import { indexWords } from './index-words.js';
import { attemptOrWarn, mergeIntoStore } from './merge-into-store.js';
import { messages } from './messages.js';
import { tellReaders } from './reader-embedder.js';
import { checkLoad } from './self-check/check-load.js';
import type { TrainingSink } from './sink.js';
import { embedderOfLoad } from './store-embedder.js';
import type { TrainingData } from './training-data.js';

/**
 * Vanna's tables: all of a load or nothing. What the store holds already, word for word and by the same model, is
 * neither embedded nor written again.
 */
export class VannaSink implements TrainingSink {
  /** A load is committed at once. */
  readonly isStaged = false;

  constructor(
    private readonly embedder: Embedder,
    private readonly vectorDatabaseUrl: string,
    private readonly selfCheckMinPercent: number,
  ) {}

  load(data: TrainingData, input: StepInput, context: StepContext): Promise<StepResult> {
    return withVectorDatabase(this.vectorDatabaseUrl, context.signal, async (client) => {
      const tables = await ensureVectorTables(client);
      const embedder = await embedderOfLoad(client, this.embedder, input, context);
      const records = await findRecordTable(client);
      if (records !== null) {
        await requireSameEmbedder(client, records, embedder.identity);
      }
      const { counts, embedded, dimensions } = await mergeIntoStore(client, { tables, embedder, data }, input, context);
      // The load is committed by now: what follows is reported and does not undo it.
      await indexWords(client, tables, context);
      const { create_index: wantsIndex } = input.parameters;
      const indexes = wantsIndex
        ? await attemptOrWarn(() => createSimilarityIndexes(client, tables), messages.index_failed, context)
        : null;
      const selfCheck =
        embedded > 0 ? await checkLoad({ client, tables, embedder }, data, this.selfCheckMinPercent, context) : null;
      const store = await countRecords(client);
      const length = dimensions ?? embedder.dimensions ?? (await findDimensions(client, embedder.model));
      return {
        total_records: store.total,
        data_type_counts: { ...store.byCollection },
        ...counts,
        embedded,
        ...tellReaders(embedder, length, input, context),
        self_check: selfCheck,
        ...(wantsIndex ? { similarity_indexes: indexes?.map((index) => ({ ...index })) ?? null } : {}),
      };
    });
  }
}
