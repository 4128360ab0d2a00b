import type { ResolvedConfig } from '#libs/config';
import { createEmbedder } from '#libs/language-model';
import { StoreReader } from '#libs/store-reader';
import { searchStore, withVectorDatabase, type StoreSearch, type StoreSearchResult } from '#libs/vector-store';

/** Asks the store a question with its own embedder. @throws DomainError as `StoreReader.embed` and `searchStore` */
export async function askStore(
  { vectorDatabaseUrl, embedding }: Pick<ResolvedConfig, 'vectorDatabaseUrl' | 'embedding'>,
  question: Omit<StoreSearch, 'vector'>,
  signal: AbortSignal,
): Promise<StoreSearchResult> {
  const reader = new StoreReader(vectorDatabaseUrl, createEmbedder(embedding));
  const models = await reader.models(signal);
  const model = models.find(({ purpose }) => purpose === 'query')?.name ?? '';
  const [vector = new Float32Array()] = await reader.embed({ model, texts: [question.text] }, signal);
  return withVectorDatabase(vectorDatabaseUrl, signal, (client) => searchStore(client, { ...question, vector }));
}
