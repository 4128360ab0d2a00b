import { readFileSync } from 'node:fs';
import { WordBeginnings } from './word-beginnings.js';

/** The data file's head: JSON after its length in 4 bytes (little endian). */
interface Head {
  readonly dimensions: number;
  readonly words: { readonly en: number; readonly zh: number };
  /** Bytes of the words: UTF-8, one a line, English first. */
  readonly wordBytes: number;
  readonly equivalents: number;
}

/** A translation of a Chinese word or a word of an abbreviation, and how much of the meaning it carries. */
export interface Equivalent {
  readonly word: string;
  readonly share: number;
}

/** Frequencies are stored as negative natural logarithms, in steps of this size. */
const LOG_STEP = 0.1;
const WORD_BYTES = 4;
/** More than what the rounding of a sum of single precision can be. */
const ROUNDING = 1e-3;

/**
 * Vectors of English and Chinese words in one space, the frequency of each word in a general corpus, and English
 * equivalents of Chinese words and abbreviations. The file is made by `scripts/embedder/build.py`; its layout is written there, its
 * sources and licences in `libs/retrieval/data/README.md`.
 */
export class WordTable {
  readonly dimensions: number;
  private readonly words: readonly string[];
  private readonly rows = new Map<string, number>();
  private readonly frequencies: Uint8Array;
  private readonly scales: DataView;
  /** For each word and one more, the index of the first of its equivalents. */
  private readonly starts: DataView;
  /** The row in the upper three bytes, the share of 255 in the lowest. */
  private readonly equivalents: DataView;
  /** 4 bits a dimension, the even one in the low half of the byte. */
  private readonly packed: Uint8Array;
  private readonly beginnings: WordBeginnings;
  /** Made when first needed. */
  private tails: Float32Array | undefined;

  constructor(file: Uint8Array) {
    const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    const decoder = new TextDecoder();
    let at = 0;
    const take = (bytes: number): Uint8Array => file.subarray(at, (at += bytes));
    const head = JSON.parse(decoder.decode(take(view.getUint32(0, true) + 4).subarray(4))) as Head;
    const count = head.words.en + head.words.zh;
    this.dimensions = head.dimensions;
    this.words = decoder.decode(take(head.wordBytes)).split('\n');
    this.words.forEach((word, row) => this.rows.set(word, row));
    this.beginnings = new WordBeginnings(this.words);
    this.frequencies = take(count);
    this.scales = viewOf(take(count * WORD_BYTES));
    this.starts = viewOf(take((count + 1) * WORD_BYTES));
    this.equivalents = viewOf(take(head.equivalents * WORD_BYTES));
    this.packed = take((count * head.dimensions) / 2);
  }

  has(word: string): boolean {
    return this.rows.has(word);
  }

  /** No word of the table at this place of the text has more UTF-16 code units; at most `most`. */
  longestWordAt(text: string, start: number, most: number): number {
    return this.beginnings.longestAt(text, start, most);
  }

  /** Natural logarithm of the share of the word in running text; undefined for a word that the table lacks. */
  logFrequency(word: string): number | undefined {
    const row = this.rows.get(word);
    return row === undefined ? undefined : -LOG_STEP * (this.frequencies[row] ?? 0);
  }

  /** Adds the word's unit vector times the weight; nothing for a word that the table lacks. */
  add(word: string, weight: number, sums: Float32Array): void {
    const row = this.rows.get(word);
    if (row === undefined) {
      return;
    }
    const scale = weight * this.scales.getFloat32(row * WORD_BYTES, true);
    const half = this.dimensions / 2;
    for (let index = 0; index < half; index++) {
      const byte = this.packed[row * half + index] ?? 0;
      sums[2 * index] = (sums[2 * index] ?? 0) + scale * ((byte & 15) - 8);
      sums[2 * index + 1] = (sums[2 * index + 1] ?? 0) + scale * ((byte >> 4) - 8);
    }
  }

  /** Words whose vectors have at least this cosine with that of the word, in no order; none for an unknown word. */
  similarTo(word: string, least: number): { readonly word: string; readonly similarity: number }[] {
    const asked = new Float32Array(this.dimensions);
    this.add(word, 1, asked);
    const parts = partsOf(asked);
    const half = this.dimensions / 2;
    const head = half >>> 1;
    const sums = this.sumsOfHeads(parts, head);
    const tails = (this.tails ??= this.lengthsOfTails(head));
    const askedTail = lengthOf(asked, 2 * head);
    const found: { word: string; similarity: number }[] = [];
    for (let row = 0; row < this.words.length; row++) {
      const scale = this.scales.getFloat32(row * WORD_BYTES, true);
      let sum = sums[row] ?? 0;
      // The rest adds no more than the product of its lengths (Cauchy and Schwarz); most words are out here.
      if (sum * scale + askedTail * (tails[row] ?? 0) + ROUNDING < least) {
        continue;
      }
      for (let index = head; index < half; index++) {
        sum += parts[(index << 8) | (this.packed[row * half + index] ?? 0)] ?? 0;
      }
      const similarity = sum * scale;
      if (similarity >= least) {
        found.push({ word: this.words[row] ?? '', similarity });
      }
    }
    return found;
  }

  /** For each row what its first bytes add. Four rows at a time: the sums of one would wait for each other. */
  private sumsOfHeads(parts: Float32Array, head: number): Float64Array {
    const { packed } = this;
    const half = this.dimensions / 2;
    const rows = this.words.length;
    const sums = new Float64Array(rows);
    // A row that is not there adds nothing; the last of four may be one.
    for (let row = 0; row < rows; row += 4) {
      let [first, second, third, fourth] = [0, 0, 0, 0];
      for (let index = 0, at = row * half; index < head; index++, at++) {
        const part = index << 8;
        first += parts[part | (packed[at] ?? 0)] ?? 0;
        second += parts[part | (packed[at + half] ?? 0)] ?? 0;
        third += parts[part | (packed[at + 2 * half] ?? 0)] ?? 0;
        fourth += parts[part | (packed[at + 3 * half] ?? 0)] ?? 0;
      }
      sums[row] = first;
      sums[row + 1] = second;
      sums[row + 2] = third;
      sums[row + 3] = fourth;
    }
    return sums;
  }

  /** For each word the length of its unit vector behind the first bytes. */
  private lengthsOfTails(head: number): Float32Array {
    const half = this.dimensions / 2;
    const squares = Float32Array.from({ length: 256 }, (_, byte) => ((byte & 15) - 8) ** 2 + ((byte >> 4) - 8) ** 2);
    return Float32Array.from({ length: this.words.length }, (_, row) => {
      let sum = 0;
      for (let index = head; index < half; index++) {
        sum += squares[this.packed[row * half + index] ?? 0] ?? 0;
      }
      return Math.sqrt(sum) * this.scales.getFloat32(row * WORD_BYTES, true);
    });
  }

  /** English equivalents of a Chinese word or of an abbreviation, the likeliest first; none for other words. */
  equivalentsOf(word: string): Equivalent[] {
    const row = this.rows.get(word);
    if (row === undefined) {
      return [];
    }
    const found: Equivalent[] = [];
    const end = this.starts.getUint32((row + 1) * WORD_BYTES, true);
    for (let at = this.starts.getUint32(row * WORD_BYTES, true); at < end; at++) {
      const packed = this.equivalents.getUint32(at * WORD_BYTES, true);
      found.push({ word: this.words[packed >>> 8] ?? '', share: (packed & 255) / 255 });
    }
    return found;
  }
}

let shared: WordTable | undefined;

/** The built-in table, read once in a process, when it is first needed. */
export function builtInTable(): WordTable {
  shared ??= new WordTable(readFileSync(new URL('../data/words.bin', import.meta.url)));
  return shared;
}

/** A byte has two dimensions: what each of its 256 values adds is computed once. */
function partsOf(asked: Float32Array): Float32Array {
  return Float32Array.from({ length: asked.length * 128 }, (_, at) => {
    const [index, byte] = [at >>> 8, at & 255];
    return (asked[2 * index] ?? 0) * ((byte & 15) - 8) + (asked[2 * index + 1] ?? 0) * ((byte >> 4) - 8);
  });
}

function lengthOf(vector: Float32Array, from: number): number {
  return Math.sqrt(vector.subarray(from).reduce((sum, value) => sum + value ** 2, 0));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
