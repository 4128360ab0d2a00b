import { toUnitVector } from './unit-vector.js';

/** Why an answer of an embeddings endpoint cannot be used; in English, as the text of a server's error would be. */
export class UnusableAnswer extends Error {}

/**
 * The unit vectors in an answer of an OpenAI-compatible endpoint, in the order of the texts.
 * @param answer as parsed; a text where the endpoint did not answer with JSON
 * @throws UnusableAnswer
 */
export function readEmbeddingAnswer(answer: unknown, texts: number): Float32Array[] {
  if (typeof answer !== 'object' || answer === null) {
    const begin = String(answer).replace(/\s+/g, ' ').trim().slice(0, 80);
    throw new UnusableAnswer(`the answer is not JSON: ${begin === '' ? 'it is empty' : begin}`);
  }
  const data: unknown = 'data' in answer ? answer.data : undefined;
  if (!Array.isArray(data) || data.length !== texts) {
    throw new UnusableAnswer(`${texts} texts were sent and ${Array.isArray(data) ? data.length : 0} vectors came back`);
  }
  const vectors = inOrder(data as readonly unknown[]).map(vectorOf);
  const lengths = [...new Set(vectors.map(({ length }) => length))];
  if (lengths.length > 1) {
    throw new UnusableAnswer(`one answer holds vectors of ${lengths.join(' and ')} dimensions`);
  }
  return vectors;
}

/** `index` tells the text of a vector; servers that omit it answer in order. */
function inOrder(data: readonly unknown[]): unknown[] {
  const indexes = data.map((item) => fieldOf(item, 'index') ?? null);
  if (indexes.every((index) => index === null)) {
    return [...data];
  }
  const byIndex = new Map(indexes.map((index, place) => [index, data[place]]));
  const ordered = Array.from(data, (_item, index) => byIndex.get(index));
  if (byIndex.size !== data.length || ordered.includes(undefined)) {
    throw new UnusableAnswer(`the indexes of the vectors are not 0 to ${data.length - 1}, each once`);
  }
  return ordered;
}

function vectorOf(item: unknown): Float32Array {
  const values = fieldOf(item, 'embedding');
  const vector = Array.isArray(values) ? toUnitVector(values as readonly number[]) : null;
  if (vector === null) {
    throw new UnusableAnswer('a vector is zero or is not made of numbers');
  }
  return vector;
}

function fieldOf(item: unknown, name: string): unknown {
  return typeof item === 'object' && item !== null ? (item as Readonly<Record<string, unknown>>)[name] : undefined;
}
