import { DomainError, errorMessage } from '#libs/domain-errors';
import type { Message } from '#libs/language';
import { embedderOfStore, type Embedder } from '#libs/language-model';
import type { StepContext, StepInput, StepResult } from '#libs/steps/step';
import {
  countRecords,
  createSimilarityIndexes,
  ensureVectorTables,
  findDimensions,
  reembedStore,
  VectorLoad,
  withVectorDatabase,
  type Replace,
  type VectorConnection,
  type VectorTables,
} from '#libs/vector-store';
import { embedAndMerge } from './embed-and-merge.js';
import { EmbedLog } from './embed-log.js';
import { messages } from './messages.js';
import { checkReadBack } from './self-check.js';
import { COMPONENT, type TrainingSink } from './sink.js';
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
  ) {}

  load(data: TrainingData, input: StepInput, context: StepContext): Promise<StepResult> {
    return withVectorDatabase(this.vectorDatabaseUrl, context.signal, async (client) => {
      const tables = await ensureVectorTables(client);
      const embedder = input.parameters.reembed
        ? await this.reembed(client, tables, context)
        : await this.embedderOf(client, context);
      const { counts, embedded, dimensions } = await merge(client, { tables, embedder, data }, input, context);
      // The load is committed by now: what follows is reported and does not undo it.
      const attempt = <T>(work: () => Promise<T>, failed: FailureMessage) => attemptOrWarn(work, failed, context);
      const { create_index: wantsIndex } = input.parameters;
      const indexes = wantsIndex
        ? await attempt(() => createSimilarityIndexes(client, tables), messages.index_failed)
        : null;
      const selfCheck =
        embedded > 0
          ? await attempt(
              () => checkReadBack(client, tables, embedder, data.records(), context.signal),
              messages.check_failed,
            )
          : null;
      const store = await countRecords(client);
      const length = dimensions ?? embedder.dimensions ?? (await findDimensions(client, embedder.model));
      context.log.info(COMPONENT, messages.embedder({ model: embedder.model, dimensions: length ?? 0 }));
      return {
        total_records: store.total,
        data_type_counts: { ...store.byCollection },
        ...counts,
        embedded,
        embedding_model: embedder.model,
        dimensions: length,
        self_check: selfCheck && { questions: { ...selfCheck.questions }, tables: { ...selfCheck.tables } },
        ...(wantsIndex ? { similarity_indexes: indexes?.map((index) => ({ ...index })) ?? null } : {}),
      };
    });
  }

  private async reembed(
    client: VectorConnection,
    tables: VectorTables,
    { signal, progress, log }: StepContext,
  ): Promise<Embedder> {
    const { model } = this.embedder;
    const count = await reembedStore(client, [tables], {
      embedder: this.embedder.identity,
      embed: (texts) =>
        this.embedder.embed(texts, { purpose: 'document', signal, notice: new EmbedLog(log, 0).notice }),
      progress,
    });
    log.info(COMPONENT, messages.reembedded({ count, model }));
    return this.embedder;
  }

  private async embedderOf(client: VectorConnection, { log }: StepContext): Promise<Embedder> {
    const embedder = await embedderOfStore(
      this.embedder,
      async (model) => (await findDimensions(client, model)) !== null,
    );
    if (embedder.model !== this.embedder.model) {
      log.warn(COMPONENT, messages.embedder_kept({ model: embedder.model, current: this.embedder.model }));
    }
    return embedder;
  }
}

async function merge(
  client: VectorConnection,
  { tables, embedder, data }: { tables: VectorTables; embedder: Embedder; data: TrainingData },
  { taskId, parameters }: StepInput,
  { signal, progress, log }: StepContext,
) {
  const { total } = data.survey;
  const replace = replaceOf(parameters.replace, data.database);
  const load = await VectorLoad.open(client, tables, data.records(), { ...embedder.identity, taskId, replace });
  progress(0, total);
  const lines = new EmbedLog(log, total);
  const merged = await embedAndMerge(load, total, {
    embedder,
    signal,
    progress: (done) => {
      progress(done, total);
      lines.progress(done);
    },
    notice: lines.notice,
  }).finally(
    // The connection may be the thing that broke; the session takes its temporary tables along then.
    () => load.close().catch(() => undefined),
  );
  progress(total, total);
  log.info(COMPONENT, messages.loaded({ embedded: merged.embedded, ...merged.counts }));
  return merged;
}

type FailureMessage = (params: { readonly reason: string | Message }) => Message;

async function attemptOrWarn<T>(
  work: () => Promise<T>,
  failed: FailureMessage,
  { signal, log }: StepContext,
): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    log.warn(COMPONENT, failed({ reason: error instanceof DomainError ? errorMessage(error) : String(error) }));
    return null;
  }
}

function replaceOf(parameter: StepInput['parameters']['replace'], database: string): Replace {
  return parameter === 'database' ? { database } : parameter ? 'task' : null;
}
