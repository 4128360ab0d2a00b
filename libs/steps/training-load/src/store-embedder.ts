import { embedderOfStore, type Embedder } from '#libs/language-model';
import type { StepContext, StepInput } from '#libs/steps/step';
import {
  findDimensions,
  findRecordTable,
  findVectorTables,
  reembedStore,
  type VectorConnection,
  type VectorTables,
} from '#libs/vector-store';
import { EmbedLog } from './embed-log.js';
import { messages } from './messages.js';
import { COMPONENT } from './sink.js';

/**
 * The embedder of a load: the configured one, or the one that the store keeps. With `reembed`, all tables of the store
 * get vectors of the configured one first, in one transaction.
 */
export async function embedderOfLoad(
  client: VectorConnection,
  ofProcess: Embedder,
  { parameters }: StepInput,
  context: StepContext,
): Promise<Embedder> {
  const configured = ofProcess.renewed();
  const stores = await presentStores(client);
  if (parameters.reembed) {
    await reembed(client, stores, configured, context);
    return configured;
  }
  const embedder = await embedderOfStore(configured, async (model) => {
    const lengths = await inTurn(stores, (tables) => findDimensions(client, model, tables));
    return lengths.some((length) => length !== null);
  });
  if (embedder.model !== configured.model) {
    context.log.warn(COMPONENT, messages.embedder_kept({ model: embedder.model, current: configured.model }));
  }
  return embedder;
}

/** The tables of the store that exist: those of Vanna, and that of `PGVectorStore`. */
async function presentStores(client: VectorConnection): Promise<VectorTables[]> {
  const found = [await findVectorTables(client), await findRecordTable(client)];
  return found.filter((tables) => tables !== null);
}

async function reembed(
  client: VectorConnection,
  stores: readonly VectorTables[],
  embedder: Embedder,
  { signal, progress, log }: StepContext,
): Promise<void> {
  const { model, identity } = embedder;
  let lines: EmbedLog | null = null;
  const count = await reembedStore(client, stores, {
    embedder: identity,
    embed: (texts) => embedder.embed(texts, { purpose: 'document', signal, notice: new EmbedLog(log, 0).notice }),
    progress: (done, total) => {
      progress(done, total);
      lines ??= new EmbedLog(log, total);
      lines.progress(done);
    },
  });
  log.info(COMPONENT, messages.reembedded({ count, model }));
}

/** On one connection: one after the other. */
async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) {
    results.push(await work(item));
  }
  return results;
}
