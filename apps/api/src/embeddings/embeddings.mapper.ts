import { endianness } from 'node:os';
import type { Embedding, EncodingFormat } from './embeddings.dto.js';

/** As OpenAI writes a vector. */
export function embeddingOf(vector: Float32Array, index: number, format: EncodingFormat): Embedding {
  return { object: 'embedding', index, embedding: format === 'base64' ? base64Of(vector) : [...vector] };
}

function base64Of(vector: Float32Array): string {
  const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  return (endianness() === 'LE' ? bytes : Buffer.from(bytes).swap32()).toString('base64');
}
