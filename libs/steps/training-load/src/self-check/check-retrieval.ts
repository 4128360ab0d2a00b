import type { Embedder } from '#libs/language-model';
import type { SelfCheckQuestion } from '#libs/step-files';
import { isNearlyTheSame } from '#libs/steps/step';
import { searchSimilar, type Collection, type VectorConnection, type VectorTables } from '#libs/vector-store';
import { questionOfDocument } from '../pair-document.js';
import type { KnownRecords } from './known-records.js';

/** Of the questions of one kind; shares are 0 to 1, of the mean question. */
export interface RetrievalRates {
  readonly asked: number;
  /** Share of the needed tables of which the DDL or a document is among the first 3, 5, 10 of its collection. */
  readonly table_recall: { readonly at_3: number; readonly at_5: number; readonly at_10: number };
  /** Share of the questions whose prompt has every needed table: in the first ten DDL, documents and pairs, as Vanna's. */
  readonly context_sufficiency: number;
}

export interface Reader {
  readonly client: VectorConnection;
  readonly tables: VectorTables;
  readonly embedder: Embedder;
  readonly signal: AbortSignal;
}

/** `n_results` of Vanna. */
const PROMPT_RECORDS = 10;
const DEPTHS = [3, 5, PROMPT_RECORDS] as const;

/** Asks the store as a reader does. @returns null without a question */
export async function checkRetrieval(
  reader: Reader,
  known: KnownRecords,
  questions: readonly SelfCheckQuestion[],
): Promise<RetrievalRates | null> {
  if (questions.length === 0) {
    return null;
  }
  const { embedder, signal } = reader;
  const vectors = await embedder.embed(
    questions.map(({ question }) => question),
    { purpose: 'query', signal },
  );
  const recalls = DEPTHS.map(() => 0);
  let sufficient = 0;
  for (const [index, asked] of questions.entries()) {
    signal.throwIfAborted();
    const { tables } = asked;
    const found = await tablesOfHits(reader, known, vectors[index] ?? new Float32Array(), asked);
    for (const [place, depth] of DEPTHS.entries()) {
      const near = new Set([...found.ddl.slice(0, depth), ...found.documentation.slice(0, depth)].flat());
      recalls[place] = (recalls[place] ?? 0) + tables.filter((table) => near.has(table)).length / tables.length;
    }
    const prompt = new Set([...found.ddl, ...found.documentation, ...found.sql].flat());
    sufficient += tables.every((table) => prompt.has(table)) ? 1 : 0;
  }
  const share = (sum = 0): number => Math.round((sum / questions.length) * 1000) / 1000;
  return {
    asked: questions.length,
    table_recall: { at_3: share(recalls[0]), at_5: share(recalls[1]), at_10: share(recalls[2]) },
    context_sufficiency: share(sufficient),
  };
}

/** Pairs that may be passed over. */
const PASSED_OVER = 5;

/**
 * For each hit of each collection, the nearest first, its tables. Pairs that ask the same are passed over, also those of
 * other loads: people seldom ask what a pair asks.
 */
async function tablesOfHits(
  { client, tables }: Reader,
  known: KnownRecords,
  vector: Float32Array,
  { question, pair }: SelfCheckQuestion,
): Promise<Record<Collection, (readonly string[])[]>> {
  const of = async (collection: Collection) => {
    const hits = await searchSimilar(client, tables, collection, vector, PROMPT_RECORDS + PASSED_OVER);
    return hits
      .map(({ source, document }) => ({ document, record: known.get(source ?? '') }))
      .filter(({ record }) => pair === null || record?.pair !== pair)
      .filter(({ document }) => collection !== 'sql' || !isNearlyTheSame(questionOfDocument(document), question))
      .slice(0, PROMPT_RECORDS)
      .map(({ record }) => record?.tables ?? []);
  };
  return { ddl: await of('ddl'), documentation: await of('documentation'), sql: await of('sql') };
}
