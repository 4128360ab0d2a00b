import type { SchemaGraph } from './schema-graph.js';
import type { StoredRecord, StoredTable } from './stored-table.js';

export interface FoundPair {
  readonly question: string;
  readonly sql: string;
  /** Null for records of other programs. */
  readonly database: string | null;
}

/** What a search has found for a question, the best first, and the tables of the store. */
export interface ContextSources {
  readonly graph: SchemaGraph;
  readonly ddl: readonly StoredRecord[];
  readonly documents: readonly StoredRecord[];
  readonly pairs: readonly FoundPair[];
  /** The documents of tables, by key: the parts of one document joined. */
  readonly documentsOf: (tables: readonly StoredTable[]) => Promise<ReadonlyMap<string, string>>;
}

export interface ContextOptions {
  /** Of the whole context as text, by `countTokens`. */
  readonly maxTokens: number;
  /** Tables that the search may bring; pairs and joins may bring more. */
  readonly maxTables: number;
  readonly maxPairs: number;
}

/** Room for a context in prompts of today's models, as Vanna has it. */
export const DEFAULT_CONTEXT: ContextOptions = { maxTokens: 14_000, maxTables: 10, maxPairs: 8 };

/** Why a table is in the context. */
export type TableReason = 'found' | 'pair' | 'join';

export interface ContextTable {
  readonly table: StoredTable;
  readonly reason: TableReason;
  /** The DDL as the context has it. */
  readonly ddl: string;
  /** Columns that were left out of a DDL that did not fit. */
  readonly columnsLeftOut: number;
  /** Cut; null where there is none or no room for it. */
  readonly document: string | null;
}

export interface LeftOut {
  readonly kind: 'table' | 'columns' | 'document' | 'pair';
  /** Name of the table, or the question. */
  readonly name: string;
}

export interface ReaderContext {
  /** The most important first. */
  readonly tables: readonly ContextTable[];
  /** Joins between tables of the context. */
  readonly joins: readonly { readonly condition: string; readonly declared: boolean }[];
  /** Documents that people or other programs have written, such as rules of the business. */
  readonly documents: readonly string[];
  readonly pairs: readonly FoundPair[];
  /** What was found and did not fit. */
  readonly leftOut: readonly LeftOut[];
}
