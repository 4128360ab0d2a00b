import { DomainError } from '#libs/domain-errors';
import type { CallOptions } from './contract.js';
import type { Embedder } from './embedder-contract.js';
import { languageModelErrors } from './errors.js';
import { oneSidedIdentity } from './one-sided-identity.js';
import { toUnitVector } from './unit-vector.js';

const DIMENSIONS = 384;
const LONGEST_GRAM = 3;
/** A single letter carries little meaning; a single Han character is nearly a word. */
const LETTER_WEIGHT = 0.15;
const BOUNDARY = '\u0001';
const HAN = /\p{Script=Han}/u;
/** Words: runs of Han, or runs of other letters, marks and digits (so that `2024年` and `abc_表` part). */
const WORD = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+/gu;

export const NGRAM_MODEL = 'offline-char-ngram-384-v1';

/**
 * The embedder of stores that were loaded before there was a built-in table of words. It is lexical: it knows no synonyms
 * and no other language, but wording that overlaps is found, in Chinese as in English.
 *
 * Character 1- to 3-grams of the NFKC lower-cased words, word boundaries marked, are hashed with a sign into
 * 384 dimensions (Weinberger et al., "Feature hashing", ICML 2009), with sub-linear term frequency, to unit length.
 * The result depends on the text alone, not on the platform; another algorithm must get another model name.
 */
export class NgramEmbedder implements Embedder {
  readonly model = NGRAM_MODEL;
  readonly dimensions = DIMENSIONS;
  readonly identity = oneSidedIdentity(NGRAM_MODEL, DIMENSIONS);

  async embed(texts: readonly string[], { signal }: CallOptions): Promise<Float32Array[]> {
    return texts.map((text, index) => {
      signal.throwIfAborted();
      return embedText(text, index + 1);
    });
  }

  renewed(): this {
    return this;
  }
}

function embedText(text: string, position: number): Float32Array {
  if (text.trim() === '') {
    throw new DomainError(languageModelErrors.embedding_text_blank, { position });
  }
  const features = countFeatures(text);
  const sums = new Float64Array(DIMENSIONS);
  for (const [feature, count] of features) {
    const hash = gramHash(feature);
    const sign = hash & 0x8000_0000 ? -1 : 1;
    const slot = (hash & 0x7fff_ffff) % DIMENSIONS;
    sums[slot] = (sums[slot] ?? 0) + sign * weightOf(feature) * (1 + Math.log(count));
  }
  const vector = toUnitVector(sums);
  if (vector === null) {
    throw new DomainError(languageModelErrors.embedding_text_blank, { position });
  }
  return vector;
}

function countFeatures(text: string): Map<string, number> {
  const normal = text.normalize('NFKC').toLowerCase();
  // A text of punctuation alone still needs a direction: its symbols are its words then.
  const words = normal.match(WORD) ?? normal.match(/\S+/gu) ?? [];
  const counts = new Map<string, number>();
  for (const word of words) {
    for (const gram of gramsOf(word)) {
      counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
  }
  return counts;
}

function* gramsOf(word: string): Generator<string> {
  const characters = [BOUNDARY, ...word, BOUNDARY];
  for (let length = 1; length <= LONGEST_GRAM; length++) {
    for (let start = 0; start + length <= characters.length; start++) {
      const gram = characters.slice(start, start + length).join('');
      if (gram !== BOUNDARY) {
        yield gram;
      }
    }
  }
}

function weightOf(gram: string): number {
  return gram.length === 1 && !HAN.test(gram) ? LETTER_WEIGHT : 1;
}

/** FNV-1a over UTF-16 code units, finished as MurmurHash3 does so that the low bits and the sign are independent. */
function gramHash(text: string): number {
  let hash = 0x811c_9dc5;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    hash = Math.imul(hash ^ (unit & 0xff), 0x0100_0193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x0100_0193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
