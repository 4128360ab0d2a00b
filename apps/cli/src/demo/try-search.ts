import type { ResolvedConfig } from '#libs/config';
import type { Language } from '#libs/language';
import { createEmbedder, embedderOfStore } from '#libs/language-model';
import { findDimensions, findVectorTables, searchSimilar, withVectorDatabase } from '#libs/vector-store';
import type { QuestionSqlPair } from '#libs/step-files';

export interface SearchHits {
  readonly question: string;
  readonly hits: readonly { readonly similarity: number; readonly document: string }[];
}

const SAMPLE_QUESTIONS = {
  zh: '哪个服务区的总支付金额最高？',
  en: 'Which service area has the highest total payment?',
};

/** Asks the loaded store a question as Vanna does, and shows the pairs that it finds. */
export async function trySearch(
  config: ResolvedConfig,
  isSample: boolean,
  language: Language,
  pairs: readonly QuestionSqlPair[],
): Promise<SearchHits | null> {
  const question = isSample ? SAMPLE_QUESTIONS[language] : pairs[Math.floor(pairs.length / 2)]?.question;
  if (question === undefined) {
    return null;
  }
  const signal = AbortSignal.timeout(30_000);
  const found = await withVectorDatabase(config.vectorDatabaseUrl, signal, async (client) => {
    const tables = await findVectorTables(client);
    if (tables === null) {
      return [];
    }
    const embedder = await embedderOfStore(
      createEmbedder(config.embedding),
      async (model) => (await findDimensions(client, model)) !== null,
    );
    const [vector] = await embedder.embed([question], { purpose: 'query', signal });
    return vector === undefined ? [] : searchSimilar(client, tables, 'sql', vector, 3);
  });
  return {
    question,
    hits: found.map(({ similarity, document }) => ({
      similarity,
      document: document.replace(/\s+/g, ' ').slice(0, 160),
    })),
  };
}
