import type { SelfCheckQuestion } from '#libs/step-files';
import { isNearlyTheSame } from '#libs/step-files';
import type { Collection, FoundRecord } from '#libs/vector-store';
import { questionOfDocument } from '../pair-document.js';
import type { KnownRecords } from './known-records.js';
import type { Reader, ReaderSearch } from './reader-search.js';

/** Of the questions of one kind; shares are 0 to 1, of the mean question. */
export interface RetrievalRates {
  readonly asked: number;
  /** Share of the needed tables of which the DDL or a document is among the first 3, 5, 10 of its collection. */
  readonly table_recall: { readonly at_3: number; readonly at_5: number; readonly at_10: number };
  /** Share of the questions whose prompt has every needed table: in the first ten DDL, documents and pairs, as Vanna's. */
  readonly context_sufficiency: number;
}

/** `n_results` of Vanna. */
const PROMPT_RECORDS = 10;
const DEPTHS = [3, 5, PROMPT_RECORDS] as const;

/** Pairs that may be passed over. */
const PASSED_OVER = 5;

/** Asks the store as readers do. @returns of each search, in order; null without a question */
export async function checkRetrieval(
  { embedder, signal }: Pick<Reader, 'embedder' | 'signal'>,
  searches: readonly ReaderSearch[],
  known: KnownRecords,
  questions: readonly SelfCheckQuestion[],
): Promise<RetrievalRates[] | null> {
  if (questions.length === 0) {
    return null;
  }
  const vectors = await embedder.embed(
    questions.map(({ question }) => question),
    { purpose: 'query', signal },
  );
  const rates: RetrievalRates[] = [];
  for (const search of searches) {
    const counts = new Counts();
    for (const [index, asked] of questions.entries()) {
      signal.throwIfAborted();
      const question = { text: asked.question, vector: vectors[index] ?? new Float32Array() };
      counts.add(asked.tables, tablesOfHits(await search(question, PROMPT_RECORDS + PASSED_OVER), known, asked));
    }
    rates.push(counts.rates());
  }
  return rates;
}

/** For each hit of each collection, the nearest first, its tables. */
type TablesOfHits = Readonly<Record<Collection, readonly (readonly string[])[]>>;

/** Adds up what was found for each question. */
class Counts {
  private asked = 0;
  private sufficient = 0;
  private readonly recalls = DEPTHS.map(() => 0);

  add(tables: readonly string[], found: TablesOfHits): void {
    this.asked += 1;
    for (const [place, depth] of DEPTHS.entries()) {
      const near = new Set([...found.ddl.slice(0, depth), ...found.documentation.slice(0, depth)].flat());
      this.recalls[place] =
        (this.recalls[place] ?? 0) + tables.filter((table) => near.has(table)).length / tables.length;
    }
    const prompt = new Set([...found.ddl, ...found.documentation, ...found.sql].flat());
    this.sufficient += tables.every((table) => prompt.has(table)) ? 1 : 0;
  }

  rates(): RetrievalRates {
    const share = (sum = 0): number => Math.round((sum / this.asked) * 1000) / 1000;
    const [at3, at5, at10] = this.recalls;
    return {
      asked: this.asked,
      table_recall: { at_3: share(at3), at_5: share(at5), at_10: share(at10) },
      context_sufficiency: share(this.sufficient),
    };
  }
}

/** Pairs that ask the same are passed over, also those of other loads: people seldom ask what a pair asks. */
function tablesOfHits(
  hits: Readonly<Record<Collection, readonly FoundRecord[]>>,
  known: KnownRecords,
  { question, pair }: SelfCheckQuestion,
): TablesOfHits {
  const of = (collection: Collection) =>
    hits[collection]
      .map(({ source, document }) => ({ document, record: known.get(source ?? '') }))
      .filter(({ record }) => pair === null || record?.pair !== pair)
      .filter(({ document }) => collection !== 'sql' || !isNearlyTheSame(questionOfDocument(document), question))
      .slice(0, PROMPT_RECORDS)
      .map(({ record }) => record?.tables ?? []);
  return { ddl: of('ddl'), documentation: of('documentation'), sql: of('sql') };
}
