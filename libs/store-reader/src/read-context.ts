import { DomainError } from '#libs/domain-errors';
import {
  buildContext,
  databaseOf,
  sourceOfDocument,
  type ContextOptions,
  type ReaderContext,
  type StoredRecord,
  type StoredTable,
} from '#libs/reader-context';
import {
  findVectorTables,
  readSources,
  searchStore,
  vectorStoreErrors,
  type SearchLender,
  type StoreHit,
  type StoreSearch,
  type StoreSearchResult,
  type VectorConnection,
  type VectorTables,
} from '#libs/vector-store';
import { readPair } from './read-pair.js';
import type { TableCatalog } from './table-catalog.js';

export interface BuiltContext extends Pick<StoreSearchResult, 'mode'> {
  readonly context: ReaderContext;
}

/** A connection to the store, and a lender of further ones. */
interface StoreConnections {
  readonly client: VectorConnection;
  readonly lender: SearchLender;
}

/** Hits that the rules choose from. */
const LIMITS = { ddl: 30, documentation: 30, sql: 40 };

/** Searches, and builds the context of a prompt from what was found. @throws DomainError as `searchStore` */
export async function readContext(
  { client, lender }: StoreConnections,
  catalog: TableCatalog,
  question: Omit<StoreSearch, 'limits'>,
  options: ContextOptions,
): Promise<BuiltContext> {
  const tables = await findVectorTables(client);
  if (tables === null) {
    throw new DomainError(vectorStoreErrors.vector_store_absent);
  }
  const { hits, mode } = await searchStore(client, { ...question, limits: LIMITS }, lender);
  const sources = {
    graph: await catalog.graph(client, tables, question.filter ?? {}),
    ddl: hits.ddl.map(recordOf),
    documents: hits.documentation.map(recordOf),
    pairs: hits.sql.flatMap((hit) => {
      const pair = readPair(hit.document);
      return pair === null ? [] : [{ ...pair, database: databaseOf(sourceOf(hit)) }];
    }),
    documentsOf: (wanted: readonly StoredTable[]) => documentsOf(client, tables, wanted),
  };
  return { mode, context: await buildContext(question.text, sources, options) };
}

async function documentsOf(
  client: VectorConnection,
  tables: VectorTables,
  wanted: readonly StoredTable[],
): Promise<Map<string, string>> {
  const keys = new Map(wanted.map((table) => [sourceOfDocument(table), table.key]));
  const sources = [...keys.keys()].filter((source) => source !== null);
  const documents = new Map<string, string>();
  for (const { source, document } of await readSources(client, tables, 'documentation', sources)) {
    const key = keys.get(source) ?? '';
    const before = documents.get(key);
    documents.set(key, before === undefined ? document : `${before}\n${document}`);
  }
  return documents;
}

function recordOf(hit: StoreHit): StoredRecord {
  return { id: hit.id, document: hit.document, source: sourceOf(hit) };
}

function sourceOf({ metadata }: StoreHit): string | null {
  return typeof metadata['source'] === 'string' ? metadata['source'] : null;
}
