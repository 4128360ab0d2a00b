import { DomainError } from '#libs/domain-errors';
import type { Embedder } from '#libs/language-model';
import type { ContextOptions } from '#libs/reader-context';
import {
  COLLECTIONS,
  findStoreEmbedders,
  findVectorTables,
  listRecords,
  searchStore,
  VectorConnections,
  vectorStoreErrors,
  type Collection,
  type StoredEmbedder,
  type StoredRecord,
  type StoreSearch,
  type StoreSearchResult,
} from '#libs/vector-store';
import { embedQuestion, type EmbeddedQuestion } from './embed-question.js';
import { embedTexts } from './embed-texts.js';
import { embedderForStore, requireLengthOfStore } from './embedder-of-store.js';
import { storeReaderErrors } from './errors.js';
import { servedModels, type ServedModel } from './model-names.js';
import { readContext, type BuiltContext } from './read-context.js';
import { TableCatalog } from './table-catalog.js';

export interface EmbeddingRequest {
  /** A name that `models` gives. */
  readonly model: string;
  /** None blank. */
  readonly texts: readonly string[];
  /** Absent: those of the store. */
  readonly dimensions?: number | undefined;
}

export type StoreQuestion = Omit<StoreSearch, 'vector'>;
export type ContextQuestion = Omit<StoreQuestion, 'limits'>;

export interface FoundRecords extends StoreSearchResult {
  /** Model of the vectors. */
  readonly model: string;
}
export type FoundContext = BuiltContext & Pick<FoundRecords, 'model'>;

type StoreWork<T> = (...connections: Parameters<Parameters<VectorConnections['use']>[1]>) => Promise<T>;

const RECORDS_OF_A_PAGE = 500;

/** The store for programs that read it: its embedder for their questions, and its records. */
export class StoreReader {
  private readonly catalog = new TableCatalog();
  private readonly connections: VectorConnections;

  constructor(
    vectorDatabaseUrl: string,
    private readonly configured: Embedder,
  ) {
    this.connections = new VectorConnections(vectorDatabaseUrl);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connections.close();
  }

  /** The names of the store's embedder. @throws DomainError `store_embedder_differs`, `database_…` */
  async models(signal: AbortSignal): Promise<ServedModel[]> {
    const { embedder } = await this.embedder(signal);
    return servedModels(embedder.identity);
  }

  /** @throws DomainError `reader_model_differs`, as `models` */
  async model(name: string, signal: AbortSignal): Promise<ServedModel> {
    const { embedder } = await this.embedder(signal);
    return requireServed(embedder, name);
  }

  /** Model of the vectors of the store, or the configured one of a store without records. @throws as `models` */
  async embedderModel(signal: AbortSignal): Promise<string> {
    return (await this.embedder(signal)).embedder.model;
  }

  /**
   * One unit vector a text, in order.
   * @throws DomainError `store_embedder_differs`, `reader_model_differs`, `reader_dimensions_differ`, those of the embedder
   */
  async embed({ model, texts, dimensions }: EmbeddingRequest, signal: AbortSignal): Promise<Float32Array[]> {
    const { embedder, stored } = await this.embedder(signal);
    const asked = requireServed(embedder, model);
    const expected = stored[0]?.dimensions ?? embedder.dimensions;
    requireDimensions(embedder.model, dimensions, expected);
    const vectors = await embedTexts(embedder, texts, { purpose: asked.purpose, signal });
    const length = vectors[0]?.length ?? 0;
    requireLengthOfStore(embedder, stored, length);
    requireDimensions(embedder.model, dimensions, length);
    return vectors;
  }

  /** The vector of a question, for several searches. @throws as `search` */
  embedQuestion(text: string, signal: AbortSignal): Promise<EmbeddedQuestion> {
    return embedQuestion(this.connections, this.configured.renewed(), text, signal);
  }

  /**
   * @param embedded the question, where it is known already
   * @throws DomainError `vector_store_absent`, `store_embedder_differs`, those of the embedder and of the store
   */
  async search(question: StoreQuestion, signal: AbortSignal, embedded?: EmbeddedQuestion): Promise<FoundRecords> {
    const { vector, model } = embedded ?? (await this.embedQuestion(question.text, signal));
    const found = await this.inStore(signal, (client, lender) => searchStore(client, { ...question, vector }, lender));
    return { ...found, model };
  }

  /** @throws as `search` */
  async context(
    question: ContextQuestion,
    options: ContextOptions,
    signal: AbortSignal,
    embedded?: EmbeddedQuestion,
  ): Promise<FoundContext> {
    const { vector, model } = embedded ?? (await this.embedQuestion(question.text, signal));
    const built = await this.inStore(signal, (client, lender) =>
      readContext({ client, lender }, this.catalog, { ...question, vector }, options),
    );
    return { ...built, model };
  }

  /** All records of Vanna's collections, page by page. @throws DomainError `vector_store_absent`, those of the store */
  async *records(signal: AbortSignal): AsyncGenerator<{ readonly collection: Collection; readonly document: string }> {
    for (const collection of COLLECTIONS) {
      for (let afterId: string | undefined = ''; afterId !== undefined;) {
        const page = await this.page(collection, afterId, signal);
        yield* page.map(({ document }) => ({ collection, document }));
        afterId = page.length === RECORDS_OF_A_PAGE ? page.at(-1)?.id : undefined;
      }
    }
  }

  /** As `connections.use`. Loading the same again does not help a store that has the table of `PGVectorStore` alone. */
  private async inStore<T>(signal: AbortSignal, work: StoreWork<T>): Promise<T> {
    try {
      return await this.connections.use(signal, work);
    } catch (error) {
      const isAbsent = error instanceof DomainError && error.code === vectorStoreErrors.vector_store_absent.code;
      const others = isAbsent ? await this.connections.use(signal, findStoreEmbedders) : [];
      throw others.length > 0
        ? new DomainError(storeReaderErrors.store_for_other_readers, {}, { cause: error })
        : error;
    }
  }

  private page(collection: Collection, afterId: string, signal: AbortSignal): Promise<StoredRecord[]> {
    return this.inStore(signal, async (client) => {
      const tables = await findVectorTables(client);
      if (tables === null) {
        throw new DomainError(vectorStoreErrors.vector_store_absent);
      }
      return listRecords(client, tables, { collection, afterId, limit: RECORDS_OF_A_PAGE });
    });
  }

  private async embedder(signal: AbortSignal): Promise<{ embedder: Embedder; stored: readonly StoredEmbedder[] }> {
    const stored = await this.connections.use(signal, findStoreEmbedders);
    return { embedder: embedderForStore(this.configured.renewed(), stored), stored };
  }
}

function requireServed(embedder: Embedder, asked: string): ServedModel {
  const served = servedModels(embedder.identity);
  const found = served.find(({ name }) => name === asked);
  if (found === undefined) {
    const names = served.map(({ name }) => name);
    const params = { asked: asked.slice(0, 200), stored: embedder.model, names: names.join(', ') };
    throw new DomainError(storeReaderErrors.reader_model_differs, params, { details: { models: names } });
  }
  return found;
}

function requireDimensions(model: string, asked: number | undefined, existing: number | null): void {
  if (asked !== undefined && existing !== null && asked !== existing) {
    throw new DomainError(storeReaderErrors.reader_dimensions_differ, { model, existing, asked });
  }
}
