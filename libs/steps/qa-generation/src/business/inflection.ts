const IRREGULAR: readonly (readonly [singular: string, plural: string])[] = [
  ['person', 'people'],
  ['child', 'children'],
  ['man', 'men'],
  ['woman', 'women'],
  ['analysis', 'analyses'],
  ['index', 'indexes'],
  ['status', 'statuses'],
  ['address', 'addresses'],
  ['bus', 'buses'],
  ['series', 'series'],
  ['species', 'species'],
];

/** Nouns that are not counted by themselves: what is counted instead. */
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

/** The singular of one English word. */
function singularWord(word: string): string {
  const known = IRREGULAR.find(([one, many]) => word === many || word === one);
  if (known) {
    return known[0];
  }
  if (/(ss|us|is)$/.test(word) || !word.endsWith('s')) {
    return word;
  }
  if (word.endsWith('ies') && word.length > 4) {
    return `${word.slice(0, -3)}y`;
  }
  return /(ches|shes|xes|sses|zes)$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
}

/** The English plural of a noun phrase. */
export function plural(phrase: string): string {
  return onLastWord(phrase, (word) => {
    const one = singularWord(word);
    const known = IRREGULAR.find(([irregular]) => one === irregular);
    if (known) {
      return known[1];
    }
    if (/[^aeiou]y$/.test(one)) {
      return `${one.slice(0, -1)}ies`;
    }
    return /(s|x|z|ch|sh)$/.test(one) ? `${one}es` : `${one}s`;
  });
}

function onLastWord(phrase: string, change: (word: string) => string): string {
  const at = phrase.lastIndexOf(' ') + 1;
  return phrase.slice(0, at) + change(phrase.slice(at));
}
