import { pluralWord, singularWord } from '#libs/catalog';

/** Uncountable nouns, with the countable phrase that replaces them. */
const UNCOUNTED: Readonly<Record<string, string>> = {
  staff: 'staff member',
  inventory: 'inventory item',
  equipment: 'equipment item',
  merchandise: 'merchandise item',
  stock: 'stock item',
  data: 'data record',
  info: 'info record',
  information: 'information record',
  history: 'history record',
  summary: 'summary record',
  stats: 'statistics record',
  statistics: 'statistics record',
  metadata: 'metadata record',
  list: 'list entry',
  log: 'log entry',
  mapping: 'mapping entry',
  relation: 'relation entry',
  news: 'news item',
  media: 'media item',
  traffic: 'traffic record',
};

/** The English noun phrase for one row, whichever form it comes in; its last word decides. */
export function singular(phrase: string): string {
  // `sales by store` is about sales and has no plural of its own.
  if (/\b(by|per|of|for|with|and)\b/.test(phrase)) {
    return `${phrase} record`;
  }
  return onLastWord(phrase, (word) => UNCOUNTED[word] ?? singularWord(word));
}

/** The English plural of a noun phrase. */
export function plural(phrase: string): string {
  return onLastWord(phrase, pluralWord);
}

function onLastWord(phrase: string, change: (word: string) => string): string {
  const at = phrase.lastIndexOf(' ') + 1;
  return phrase.slice(0, at) + change(phrase.slice(at));
}
