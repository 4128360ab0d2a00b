import { memoized } from './memoized.js';

/** Irregular nouns: the ending does not determine the other form. */
const IRREGULAR: readonly (readonly [singular: string, plural: string])[] = [
  ['person', 'people'],
  ['salesperson', 'salespeople'],
  ['sku', 'skus'],
  ['spu', 'spus'],
  ['child', 'children'],
  ['man', 'men'],
  ['woman', 'women'],
  ['analysis', 'analyses'],
  ['diagnosis', 'diagnoses'],
  ['prognosis', 'prognoses'],
  ['basis', 'bases'],
  ['crisis', 'crises'],
  ['thesis', 'theses'],
  ['criterion', 'criteria'],
  ['index', 'indexes'],
  ['status', 'statuses'],
  ['bonus', 'bonuses'],
  ['campus', 'campuses'],
  ['bus', 'buses'],
  ['alias', 'aliases'],
  ['cache', 'caches'],
  ['movie', 'movies'],
  ['series', 'series'],
  ['species', 'species'],
  ['staff', 'staff members'],
  ['personnel', 'personnel records'],
  ['inventory', 'inventory items'],
  ['information', 'information records'],
  ['equipment', 'equipment items'],
  ['data', 'data records'],
  ['feedback', 'feedback entries'],
  ['stock', 'stock entries'],
  ['furniture', 'furniture items'],
  ['merchandise', 'merchandise items'],
  ['luggage', 'luggage items'],
  ['baggage', 'baggage items'],
  ['clothing', 'clothing items'],
  ['jewelry', 'jewelry items'],
  ['machinery', 'machinery items'],
  ['software', 'software items'],
  ['hardware', 'hardware items'],
  ['homework', 'homework assignments'],
];

/** The singular of an English word, whichever form it comes in; good enough to compare names with. */
export const singularWord = memoized((word: string): string => {
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
  return /(ches|shes|xes|sses)$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
});

/** The plural of an English word, whichever form it comes in. */
export function pluralWord(word: string): string {
  const one = singularWord(word);
  const known = IRREGULAR.find(([irregular]) => one === irregular);
  if (known) {
    return known[1];
  }
  if (/[^aeiou]y$/.test(one)) {
    return `${one.slice(0, -1)}ies`;
  }
  return /(s|x|z|ch|sh)$/.test(one) ? `${one}es` : `${one}s`;
}
