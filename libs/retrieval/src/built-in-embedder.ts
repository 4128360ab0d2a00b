import { BoundedMemo } from './bounded-memo.js';
import { featuresOf, weightOf } from './word-features.js';
import { WordSplitter } from './split-words.js';
import { builtInTable, type WordTable } from './word-table.js';

/** Vectors of another model must not meet these: a change of the table, the words or the weights needs a new name. */
export const BUILT_IN_MODEL = 'built-in-zh-en-v1-768';
export const BUILT_IN_DIMENSIONS = 768;

/** Dimensions that the lexical features are hashed into, after those of the word vectors. */
const LEXICAL_DIMENSIONS = 512;
/** Share of the lexical part in the squared length of a vector. */
const LEXICAL_SHARE = 0.4;
const REMEMBERED_WORDS = 20_000;
/** How much is done in one step: characters that are split, or different words that are added. */
const STEP = { characters: 8_192, words: 1_024 };

interface KnownWord {
  readonly weight: number;
  readonly features: readonly (readonly [feature: string, share: number])[];
}

interface KnownFeature {
  readonly slot: number;
  /** With the sign of the feature. */
  readonly weight: number;
}

/**
 * An embedder that needs no network and no model server: texts in Chinese and English are near when their words mean
 * the same, whichever the language. It depends on the text and the word table alone.
 *
 * The first dimensions are the weighted mean of the vectors of the words. The others are lexical: features of the words
 * are hashed into them with a sign (Weinberger et al., "Feature hashing", ICML 2009), so that names that no vector
 * describes are still found. Each part has unit length before they are joined.
 */
export class BuiltInEmbedder {
  private readonly splitter: WordSplitter;
  private readonly words = new BoundedMemo((word) => this.wordOf(word), REMEMBERED_WORDS);
  private readonly features = new BoundedMemo((feature) => this.featureOf(feature), REMEMBERED_WORDS);

  constructor(private readonly table: WordTable = builtInTable()) {
    this.splitter = new WordSplitter(table);
  }

  /** @returns a unit vector; null for a blank text */
  embed(text: string): Float32Array | null {
    const steps = this.embedInSteps(text);
    for (;;) {
      const step = steps.next();
      if (step.done) {
        return step.value;
      }
    }
  }

  /** As `embed`, in steps of some milliseconds, so that a process can serve others during a long text. */
  *embedInSteps(text: string): Generator<void, Float32Array | null> {
    const whole = text.trim();
    if (whole === '') {
      return null;
    }
    // A text without words, of digits or symbols alone, still needs a direction: it is its own feature.
    return (yield* this.embedWords(yield* this.countWords(whole))) ?? this.embedFeatures(new Map([[whole, 1]]));
  }

  private embedFeatures(features: ReadonlyMap<string, number>): Float32Array | null {
    return joined(new Float32Array(this.table.dimensions), this.hashed(features));
  }

  private *countWords(text: string): Generator<void, Map<string, number>> {
    const counts = new Map<string, number>();
    let characters = 0;
    for (const run of this.splitter.runs(text)) {
      for (const word of this.splitter.wordsOfRun(run)) {
        counts.set(word, (counts.get(word) ?? 0) + 1);
      }
      characters += run.length;
      if (characters >= STEP.characters) {
        characters = 0;
        yield;
      }
    }
    return counts;
  }

  private *embedWords(counts: ReadonlyMap<string, number>): Generator<void, Float32Array | null> {
    const meaning = new Float32Array(this.table.dimensions);
    const features = new Map<string, number>();
    let embedded = 0;
    for (const [word, count] of counts) {
      const known = this.words.get(word);
      this.table.add(word, Math.sqrt(count) * known.weight, meaning);
      for (const [feature, share] of known.features) {
        features.set(feature, (features.get(feature) ?? 0) + count * share);
      }
      if (++embedded % STEP.words === 0) {
        yield;
      }
    }
    return joined(meaning, this.hashed(features));
  }

  private hashed(features: ReadonlyMap<string, number>): Float32Array {
    const sums = new Float32Array(LEXICAL_DIMENSIONS);
    for (const [feature, count] of features) {
      const { slot, weight } = this.features.get(feature);
      sums[slot] = (sums[slot] ?? 0) + Math.sqrt(count) * weight;
    }
    return sums;
  }

  private wordOf(word: string): KnownWord {
    return { weight: weightOf(word, this.table), features: featuresOf(word, this.table) };
  }

  private featureOf(feature: string): KnownFeature {
    const hash = hashOf(feature);
    const weight = weightOf(feature, this.table);
    return { slot: (hash & 0x7fff_ffff) % LEXICAL_DIMENSIONS, weight: hash & 0x8000_0000 ? -weight : weight };
  }
}

/** Both parts as one unit vector. A text with one part only is that part. */
function joined(meaning: Float32Array, lexical: Float32Array): Float32Array | null {
  const lengths = [lengthOf(meaning), lengthOf(lexical)] as const;
  const shares = [lengths[0] > 0 ? 1 - LEXICAL_SHARE : 0, lengths[1] > 0 ? LEXICAL_SHARE : 0] as const;
  const whole = shares[0] + shares[1];
  if (whole === 0) {
    return null;
  }
  const vector = new Float32Array(meaning.length + lexical.length);
  vector.set(meaning.map((value) => (value / (lengths[0] || 1)) * Math.sqrt(shares[0] / whole)));
  vector.set(
    lexical.map((value) => (value / (lengths[1] || 1)) * Math.sqrt(shares[1] / whole)),
    meaning.length,
  );
  return vector;
}

function lengthOf(vector: Float32Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}

/** FNV-1a over UTF-16 code units, finished as MurmurHash3 does so that the slot and the sign are independent. */
function hashOf(text: string): number {
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
