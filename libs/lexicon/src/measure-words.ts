import { MEASURE_WORDS } from './terms/measure-words.js';

const wordByHead = new Map(
  MEASURE_WORDS.split(/[|\n]/)
    .filter(Boolean)
    .flatMap((entry) => {
      const [measureWord = '', heads = ''] = entry.split('=');
      return heads.split(' ').map((head) => [head, measureWord] as const);
    }),
);
const LONGEST_HEAD = Math.max(...[...wordByHead.keys()].map(({ length }) => length));

/** The measure word (量词) of a Chinese noun, by its head, the end of the noun: 采购订单 → 笔. */
export function measureWordOf(noun: string): string {
  for (let length = Math.min(LONGEST_HEAD, noun.length); length > 0; length -= 1) {
    const found = wordByHead.get(noun.slice(-length));
    if (found !== undefined) {
      return found;
    }
  }
  return '个';
}
