/** Bits for each beginning: about one of 16 other texts is taken for a beginning. */
const BITS = 16;
const SEED = 0x811c_9dc5;

/**
 * Tells how far a text can be the beginning of one of the words, so that no longer part of it is looked up. A Bloom
 * filter with one hash: a set of the beginnings themselves would take more memory than the words.
 */
export class WordBeginnings {
  private readonly filter: Uint8Array;
  private readonly mask: number;

  constructor(words: readonly string[]) {
    const letters = words.reduce((sum, { length }) => sum + length, 0);
    const size = 2 ** Math.ceil(Math.log2(letters * BITS));
    this.mask = size - 1;
    this.filter = new Uint8Array(size / 8);
    for (const word of words) {
      let hash = SEED;
      for (let at = 0; at < word.length; at++) {
        hash = step(hash, word.charCodeAt(at));
        const bit = finish(hash) & this.mask;
        this.filter[bit >>> 3] = (this.filter[bit >>> 3] ?? 0) | (1 << (bit & 7));
      }
    }
  }

  /** No word begins with more characters of the text from `start` than this. */
  longestAt(text: string, start: number, longest: number): number {
    let hash = SEED;
    for (let length = 1; length <= longest; length++) {
      hash = step(hash, text.charCodeAt(start + length - 1));
      const bit = finish(hash) & this.mask;
      if (((this.filter[bit >>> 3] ?? 0) & (1 << (bit & 7))) === 0) {
        return length - 1;
      }
    }
    return longest;
  }
}

/** FNV-1a, 16 bits at a time. */
function step(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x0100_0193);
}

/** As MurmurHash3 does, so that the low bits depend on all characters. */
function finish(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
