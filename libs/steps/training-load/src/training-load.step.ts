import type pg from 'pg';
import { DomainError, errorText, type Language } from '#libs/domain-errors';
import type { Embedder } from '#libs/language-model';
import { languageOf } from '#libs/pipeline';
import { databaseNameOf } from '#libs/postgres';
import type { Step, StepContext, StepInput, StepResult } from '#libs/steps/step';
import {
  countRecords,
  ensureVectorTables,
  VectorLoad,
  withVectorDatabase,
  type VectorTables,
} from '#libs/vector-store';
import { countByCollection } from './count-by-collection.js';
import { embedAndMerge } from './embed-and-merge.js';
import { trainingLoadErrors } from './errors.js';
import { messages } from './messages.js';
import { readTrainingData, type TrainingData } from './read-training-data.js';
import { checkReadBack, type SelfCheck } from './self-check.js';

const COMPONENT = 'TrainingDataLoader';

/**
 * Loads a task's DDL, documentation and valid pairs into Vanna's tables: all of it or nothing. What the store holds
 * already, word for word and by the same model, is neither embedded nor written again.
 */
export class TrainingLoadStep implements Step {
  readonly name = 'training_load';

  constructor(private readonly dependencies: { readonly embedder: Embedder }) {}

  async run(input: StepInput, context: StepContext): Promise<StepResult> {
    const startedAt = performance.now();
    const language = languageOf(input.parameters);
    context.log.info(COMPONENT, messages.reading(language));
    const data = await readTrainingData(context.files, databaseNameOf(input.businessDatabaseUrl));
    if (data.records.length === 0) {
      throw new DomainError(trainingLoadErrors.training_files_missing);
    }
    this.logFindings(data, language, context);
    const loaded = await withVectorDatabase(input.vectorDatabaseUrl, context.signal, (client) =>
      this.load(client, data, input, context),
    );
    return {
      training_data_dir: input.taskId,
      load_successful: true,
      ...loaded,
      duration: Math.round(performance.now() - startedAt) / 1000,
    };
  }

  private async load(
    client: pg.Client,
    data: TrainingData,
    input: StepInput,
    context: StepContext,
  ): Promise<StepResult> {
    const { embedder } = this.dependencies;
    const { signal } = context;
    const { records } = data;
    const tables = await ensureVectorTables(client);
    const load = await VectorLoad.open(client, tables, records, {
      taskId: input.taskId,
      model: embedder.model,
      replace: input.parameters.replace,
    });
    const progress = (done: number, total: number): void => context.progress(done, total);
    progress(0, records.length);
    const { counts, embedded, dimensions } = await embedAndMerge(load, records, { embedder, signal, progress }).finally(
      // The connection may be the thing that broke; the session takes its temporary tables along then.
      () => load.close().catch(() => undefined),
    );
    progress(records.length, records.length);
    const language = languageOf(input.parameters);
    context.log.info(COMPONENT, messages.merged(language, embedded, counts));
    const selfCheck = embedded > 0 ? await this.selfCheck(client, tables, data, language, context) : null;
    const store = await countRecords(client);
    return {
      total_records: store.total,
      data_type_counts: { ...store.byCollection },
      loaded: countByCollection(records),
      ...counts,
      embedded,
      invalid_pairs_left_out: data.invalidPairs,
      unvalidated_pairs: data.unvalidatedPairs,
      duplicate_pairs: data.duplicates,
      embedding_model: embedder.model,
      dimensions: dimensions ?? embedder.dimensions,
      self_check: selfCheck && { questions: { ...selfCheck.questions }, tables: { ...selfCheck.tables } },
    };
  }

  private logFindings(data: TrainingData, language: Language, { log }: StepContext): void {
    log.info(COMPONENT, messages.found(language, countByCollection(data.records)));
    if (data.invalidPairs > 0) {
      log.warn(COMPONENT, messages.leftOut(language, data.invalidPairs));
    }
    if (data.unvalidatedPairs > 0) {
      log.warn(COMPONENT, messages.unvalidated(language, data.unvalidatedPairs));
    }
  }

  /** The load is committed by now: a check that cannot be made is reported and does not undo it. */
  private async selfCheck(
    client: pg.Client,
    tables: VectorTables,
    { records }: TrainingData,
    language: Language,
    { signal, log }: StepContext,
  ): Promise<SelfCheck | null> {
    try {
      return await checkReadBack(client, tables, this.dependencies.embedder, records, signal);
    } catch (error) {
      signal.throwIfAborted();
      const reason = error instanceof DomainError ? errorText(error, language) : String(error);
      log.warn(COMPONENT, messages.checkFailed(language, reason));
      return null;
    }
  }
}
