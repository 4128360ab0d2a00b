/** Choices that a seed decides. */
export class Dice {
  #state;

  /** @param {number} seed */
  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** 0 inclusive to 1 exclusive: mulberry32, https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(probability) {
    return this.next() < probability;
  }

  /** From 0 to `limit` exclusive. */
  below(limit) {
    return Math.floor(this.next() * limit);
  }

  /** Undefined of an empty list. */
  pick(list) {
    return list[this.below(list.length)];
  }

  /** At least `least` and at most `most` different items, in their order. */
  some(list, least, most) {
    const wanted = Math.min(list.length, least + this.below(most - least + 1));
    const chosen = new Set();
    while (chosen.size < wanted) {
      chosen.add(this.below(list.length));
    }
    return list.filter((_, index) => chosen.has(index));
  }

  /** The text, or nothing. */
  maybe(probability, text) {
    return this.chance(probability) ? text : '';
  }
}
