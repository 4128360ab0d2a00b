import { readFileSync } from 'node:fs';

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
    this.frequencies = take(count);
    this.scales = viewOf(take(count * WORD_BYTES));
    this.starts = viewOf(take((count + 1) * WORD_BYTES));
    this.equivalents = viewOf(take(head.equivalents * WORD_BYTES));
    this.packed = take((count * head.dimensions) / 2);
  }

  has(word: string): boolean {
    return this.rows.has(word);
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
    const half = this.dimensions / 2;
    // A byte has two dimensions: what each of its 256 values adds is computed once.
    const parts = new Float32Array(half * 256);
    for (let at = 0; at < parts.length; at++) {
      const [index, byte] = [at >>> 8, at & 255];
      parts[at] = (asked[2 * index] ?? 0) * ((byte & 15) - 8) + (asked[2 * index + 1] ?? 0) * ((byte >> 4) - 8);
    }
    const found: { word: string; similarity: number }[] = [];
    for (let row = 0; row < this.words.length; row++) {
      let sum = 0;
      for (let index = 0; index < half; index++) {
        sum += parts[(index << 8) | (this.packed[row * half + index] ?? 0)] ?? 0;
      }
      const similarity = sum * this.scales.getFloat32(row * WORD_BYTES, true);
      if (similarity >= least) {
        found.push({ word: this.words[row] ?? '', similarity });
      }
    }
    return found;
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

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
