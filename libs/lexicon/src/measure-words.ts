import { entriesOf } from './entries.js';
import { MEASURE_WORDS } from './terms/measure-words.js';

const wordByHead = new Map(
  entriesOf(MEASURE_WORDS).flatMap(([measureWord, heads]) =>
    heads.split(' ').map((head) => [head, measureWord] as const),
  ),
);
const LONGEST_HEAD = Math.max(...[...wordByHead.keys()].map(({ length }) => length));

const DEFAULT = '个';

/** The measure word (量词) of a Chinese noun, by its head, the end of the noun: 采购订单 → 笔. 个 where the noun begins with it: 一个项目, not 一项项目. */
export function measureWordOf(noun: string): string {
  const word = ofHead(noun);
  return noun.startsWith(word) ? DEFAULT : word;
}

function ofHead(noun: string): string {
  for (let length = Math.min(LONGEST_HEAD, noun.length); length > 0; length -= 1) {
    const found = wordByHead.get(noun.slice(-length));
    if (found !== undefined) {
      return found;
    }
  }
  return DEFAULT;
}
