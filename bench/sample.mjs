/**
 * Numbers from 0 to 1, without 1; the same for the same seed. Mulberry32: small, even enough to draw a sample.
 * @param {number} seed
 * @returns {() => number}
 */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @returns {T[]} so many members, the same for the same seed, in their order @template T */
export function sampleOf(members, size, seed) {
  const random = seededRandom(seed);
  const drawn = members.map((member, index) => ({ member, index, order: random() }));
  const chosen = drawn.toSorted((a, b) => a.order - b.order).slice(0, size);
  return chosen.toSorted((a, b) => a.index - b.index).map(({ member }) => member);
}
