import type { ResolvedConfig } from '#libs/config';
import type { Language } from '#libs/language';
import type { QuestionSqlPair } from '#libs/step-files';
import type { StoreHit } from '#libs/vector-store';
import { askStore } from '../vector/ask-store.js';

export interface SearchHits {
  readonly question: string;
  /** The pairs and the tables that answer it, the best first. */
  readonly pairs: readonly StoreHit[];
  readonly tables: readonly StoreHit[];
}

const SAMPLE_QUESTIONS = {
  zh: '哪个服务区的总支付金额最高？',
  en: 'Which service area has the highest total payment?',
};

/** Asks the loaded store a question, and shows the pairs and tables that it finds. */
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
  const search = { text: question, limits: { sql: 3, ddl: 2 }, mode: 'hybrid' as const };
  const { hits } = await askStore(config, search, AbortSignal.timeout(30_000));
  return { question, pairs: hits.sql, tables: hits.ddl };
}
