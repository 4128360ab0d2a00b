import { entriesOf } from './entries.js';
import { PINYIN } from './terms/pinyin.js';

const meanings = new Map(entriesOf(PINYIN));

/** Chinese for the initials of a Chinese term (`sfzh` for 身份证号), where only one term is usual. */
export function pinyinMeaning(initials: string): string | undefined {
  return meanings.get(initials);
}
