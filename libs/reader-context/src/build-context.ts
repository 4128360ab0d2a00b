import { byNewSkeleton } from './choose-pairs.js';
import type { ContextOptions, ContextSources, FoundPair, ReaderContext, TableReason } from './context-sources.js';
import { ContextPages } from './context-pages.js';
import { documentKeys } from './document-keys.js';
import { tablesOfStatement } from './pair-tables.js';
import { rankTables, tablesBetween } from './rank-tables.js';
import type { SchemaGraph } from './schema-graph.js';
import type { StoredTable } from './stored-table.js';

/** Tables that a question is most probably about: joined with each other, and described first. */
const CORE_TABLES = 3;
const CORE_PAIRS = 3;
/** Tables whose documents are looked at. */
const DESCRIBED_TABLES = 5;
/** Documents that people or other programs have written, such as rules of the business. */
const MOST_OTHER_DOCUMENTS = 2;

interface PairWithTables extends FoundPair {
  readonly tables: ReadonlySet<string>;
}

/** What belongs in a prompt that asks a model for the SQL of a question, within a number of tokens. */
export async function buildContext(
  question: string,
  sources: ContextSources,
  options: ContextOptions,
): Promise<ReaderContext> {
  const { graph } = sources;
  const found = await Promise.all(
    sources.pairs.map(async (pair) => ({ ...pair, tables: await tablesOfStatement(pair.sql, pair.database, graph) })),
  );
  const { ofTables, others } = documentKeys(sources.documents, graph);
  const ranked = rankTables(
    {
      ddl: sources.ddl.flatMap(({ id }) => graph.tableOfRecord(id)?.key ?? []),
      documents: ofTables,
      pairs: found.map(({ tables }) => tables),
    },
    graph,
  ).slice(0, options.maxTables);
  const pairs = byNewSkeleton(found);
  const pages = new ContextPages(question, graph, options.maxTokens);
  const addTables = (tables: readonly StoredTable[], reason: TableReason): void => {
    tables.forEach((table) => pages.addTable(table, reason));
  };
  const first = ranked.slice(0, CORE_TABLES);
  addTables(first, 'found');
  addTables(tablesBetween(first, graph), 'join');
  const core = Math.min(CORE_PAIRS, options.maxPairs);
  let added = pairs.slice(0, core).filter((pair) => bringPair(pages, pair, graph)).length;
  addTables(ranked.slice(CORE_TABLES), 'found');
  const documents = await sources.documentsOf(ranked.slice(0, DESCRIBED_TABLES));
  ranked.forEach(({ key }) => pages.describe(key, documents.get(key)));
  others.slice(0, MOST_OTHER_DOCUMENTS).forEach((text) => pages.addDocument(text));
  for (const pair of pairs.slice(core)) {
    const isClosed = [...pair.tables].every((key) => pages.has(key));
    added += added < options.maxPairs && isClosed && pages.addPair(pair) ? 1 : 0;
  }
  return pages.finish();
}

/** A pair with the tables that its statement reads; without room for them it is left out. */
function bringPair(pages: ContextPages, pair: PairWithTables, graph: SchemaGraph): boolean {
  const tables = [...pair.tables].flatMap((key) => graph.table(key) ?? []);
  return tables.every((table) => pages.addTable(table, 'pair')) && pages.addPair(pair);
}
