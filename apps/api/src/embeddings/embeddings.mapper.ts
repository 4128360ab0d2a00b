import { endianness } from 'node:os';
import type { ServedModel } from '#libs/store-reader';
import type { Embedding, EmbeddingModel, EncodingFormat } from './embeddings.dto.js';

/** As OpenAI describes a model, and the side of it. */
export function modelOf({ name, purpose }: ServedModel): EmbeddingModel {
  return { id: name, object: 'model', created: 0, owned_by: 'data-pipeline', purpose };
}

/** As OpenAI writes a vector. */
export function embeddingOf(vector: Float32Array, index: number, format: EncodingFormat): Embedding {
  return { object: 'embedding', index, embedding: format === 'base64' ? base64Of(vector) : [...vector] };
}

function base64Of(vector: Float32Array): string {
  const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  return (endianness() === 'LE' ? bytes : Buffer.from(bytes).swap32()).toString('base64');
}
