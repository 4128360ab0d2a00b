import type { AppConfig } from '#libs/config';
import { createEmbedder, listModels } from '#libs/language-model';
import { fail, ok, warn, type Check } from '../check.js';
import { found, remedies } from '../messages.js';

const TIMEOUT_MS = 8_000;

/** Embeds one word, at the price of one token. */
export async function embeddingChecks(
  { embedding }: Pick<AppConfig, 'embedding'>,
  signal: AbortSignal,
): Promise<Check[]> {
  if (embedding === null) {
    return [ok('embeddings', found.embeddings_built_in({ model: createEmbedder(null).model }))];
  }
  const embedder = createEmbedder({ ...embedding, timeoutMs: TIMEOUT_MS, maxAttempts: 1 });
  const started = performance.now();
  const [vector] = await embedder.embed(['data'], { purpose: 'query', signal });
  const milliseconds = Math.round(performance.now() - started);
  return [
    ok(
      'embeddings',
      found.embeddings_ok({ model: embedding.queryModel, dimensions: vector?.length ?? 0, milliseconds }),
    ),
  ];
}

/** Asks for the list of models: no prompt is sent, and nothing is paid. */
export async function modelChecks({ chat }: Pick<AppConfig, 'chat'>, signal: AbortSignal): Promise<Check[]> {
  if (chat === null) {
    return [ok('model', found.model_none())];
  }
  const { baseUrl, apiKey, model } = chat;
  const models = await listModels({ baseUrl, apiKey, model, timeoutMs: TIMEOUT_MS }, signal);
  if (models === null) {
    return [warn('model', found.model_unlisted({ model }), remedies.model_name())];
  }
  return models.includes(model)
    ? [ok('model', found.model_ok({ model }))]
    : [fail('model', found.model_unknown({ model }), remedies.model_name())];
}
