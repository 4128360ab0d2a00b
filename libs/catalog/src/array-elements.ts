import type { ArrayElements } from './model.js';

const MAX_TOP_ELEMENTS = 5;

/** Leaves of an array literal, quoted or not: `{a,"b c",NULL}`. */
const ELEMENT = /"((?:[^"\\]|\\.)*)"|([^{},"]+)/gs;

/**
 * Number of elements and frequent elements of arrays, from their text form. Elements of nested arrays count one by one.
 * Truncated texts are skipped.
 * @param padded the elements are of type char(n): blanks at their ends mean nothing
 * @returns null without a complete array.
 */
export function arrayElements(texts: readonly string[], padded = false): ArrayElements | null {
  const arrays = texts
    .filter((text) => text.endsWith('}'))
    .map((text) => (padded ? elementsOf(text).map((element) => element.replace(/ +$/, '')) : elementsOf(text)));
  if (arrays.length === 0) {
    return null;
  }
  const holders = new Map<string, number>();
  for (const element of arrays.flatMap((elements) => [...new Set(elements)])) {
    holders.set(element, (holders.get(element) ?? 0) + 1);
  }
  const lengths = arrays.map(({ length }) => length);
  const repeated = [...holders].filter(([, count]) => count > 1).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return {
    least: lengths.reduce((a, b) => Math.min(a, b)),
    most: lengths.reduce((a, b) => Math.max(a, b)),
    distinct: holders.size,
    frequent: repeated
      .slice(0, MAX_TOP_ELEMENTS)
      .map(([value, count]) => ({ value, share: Number((count / arrays.length).toFixed(6)) })),
  };
}

/** Bounds other than the usual stand before the braces: `[0:1]={a,b}`. */
function elementsOf(text: string): string[] {
  return [...text.slice(text.indexOf('{')).matchAll(ELEMENT)]
    .map(([, quoted, plain]) => quoted?.replace(/\\(.)/gs, '$1') ?? plain ?? '')
    .filter((element) => element !== 'NULL');
}
