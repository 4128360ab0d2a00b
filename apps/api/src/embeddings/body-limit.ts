import type { FastifyInstance } from 'fastify';
import { OPENAI_PATH } from './embeddings.controller.js';

/** As many texts as OpenAI takes in one request (2,048), of 4 KB each. */
const EMBEDDINGS_BODY_BYTES = 8 * 1024 * 1024;

/** Clients send texts in large batches, LangChain 1,000 at a time, so that this route takes more than others. */
export function widenEmbeddingsBody(fastify: FastifyInstance, limitOfOthers: number): void {
  fastify.addHook('onRoute', (route) => {
    if (route.url === `/${OPENAI_PATH}/embeddings`) {
      route.bodyLimit = Math.max(EMBEDDINGS_BODY_BYTES, limitOfOthers);
    }
  });
}
