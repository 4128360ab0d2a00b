import { describe, expect, it } from '@jest/globals';
import { EvenSample } from './even-sample.js';

function sampleOf(count: number, most: number): readonly number[] {
  const sample = new EvenSample<number>(most);
  for (let item = 0; item < count; item++) {
    sample.offer(item);
  }
  return sample.items;
}

describe('EvenSample', () => {
  it('keeps everything while there is room', () => {
    expect(sampleOf(4, 4)).toEqual([0, 1, 2, 3]);
  });

  it.each([5, 9, 17, 100, 1001])('keeps items of %d at even distances, from the first on', (count) => {
    const items = sampleOf(count, 4);
    expect(items.length).toBeGreaterThan(1);
    expect(items.length).toBeLessThanOrEqual(4);
    const distances = new Set(items.slice(1).map((item, index) => item - (items[index] ?? 0)));
    expect([items[0], distances.size]).toEqual([0, 1]);
    expect(count - (items.at(-1) ?? 0)).toBeLessThanOrEqual(2 * [...distances][0]!);
  });
});
