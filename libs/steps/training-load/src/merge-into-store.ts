import { DomainError, errorMessage } from '#libs/domain-errors';
import type { Message } from '#libs/language';
import type { Embedder } from '#libs/language-model';
import type { StepContext, StepInput } from '#libs/steps/step';
import { VectorLoad, type Replace, type VectorConnection, type VectorTables } from '#libs/vector-store';
import { embedAndMerge } from './embed-and-merge.js';
import { EmbedLog } from './embed-log.js';
import { messages } from './messages.js';
import { COMPONENT } from './sink.js';
import type { TrainingData } from './training-data.js';

export interface StoreLoad {
  readonly tables: VectorTables;
  readonly embedder: Embedder;
  readonly data: TrainingData;
}

/** Loads all records, in one transaction at the end; what the table holds already is neither embedded nor written. */
export async function mergeIntoStore(
  client: VectorConnection,
  { tables, embedder, data }: StoreLoad,
  { taskId, parameters }: StepInput,
  { signal, progress, log }: StepContext,
) {
  const { total } = data.survey;
  const replace = replaceOf(parameters.replace, data.database);
  const options = { ...embedder.identity, taskId, replace, withdrawn: data.withdrawn };
  const load = await VectorLoad.open(client, tables, data.records(), options);
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

/** For what follows a committed load: a failure is reported and does not undo it. */
export async function attemptOrWarn<T>(
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
