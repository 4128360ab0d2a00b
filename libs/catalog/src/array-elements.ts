import type { ArrayElements } from './model.js';

const MAX_TOP_ELEMENTS = 5;

/** Leaves of an array literal, quoted or not: `{a,"b c",NULL}`. */
const ELEMENT = /"((?:[^"\\]|\\.)*)(?:"|\\?$)|([^{},"]+)/gs;
/** Of `box`, the only type whose elements are separated by `;`: `{(1,1),(0,0);(2,2),(1,1)}`. */
const BOX_ELEMENT = /"((?:[^"\\]|\\.)*)(?:"|\\?$)|([^{};"]+)/gs;

/** OID of the type `box`. */
const BOX = 603;

/**
 * Number of elements and frequent elements of arrays, from their text form. Elements of nested arrays count one by one;
 * NULL counts as an element without a value.
 * @param elementType its OID
 * @returns null without an array.
 */
export function arrayElements(texts: readonly string[], elementType = 0): ArrayElements | null {
  const arrays = texts.map((text) => elementsOf(text, elementType));
  if (arrays.length === 0) {
    return null;
  }
  const holders = new Map<string, number>();
  for (const element of arrays.flatMap((elements) => [...new Set(elements.filter((value) => value !== null))])) {
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
function elementsOf(text: string, elementType: number): (string | null)[] {
  const elements = text.slice(text.indexOf('{')).matchAll(elementType === BOX ? BOX_ELEMENT : ELEMENT);
  return [...elements].map(([, quoted, plain]) => {
    return quoted?.replace(/\\(.)/gs, '$1') ?? (plain === 'NULL' ? null : (plain ?? null));
  });
}

/** An array of char(n) without the blanks that fill its elements, as an array of text is written: `{"a  ",b}` → `{a,b}`. */
export function withoutPadding(text: string): string {
  return text.replace(/"((?:[^"\\]|\\.)*)(?:"|\\?$)/gs, (_, quoted: string) => {
    const value = quoted.replace(/ +$/, '');
    return /^[^\s{},"\\]+$/.test(value) && value.toUpperCase() !== 'NULL' ? value : `"${value}"`;
  });
}
