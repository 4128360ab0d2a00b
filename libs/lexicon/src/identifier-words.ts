import { memoized } from './memoized.js';

/** The words of an identifier: `saleOrderLine2`, `SALE_ORDER_LINE2` → sale, order, line2. Other scripts stay whole. */
export function identifierWords(identifier: string): readonly string[] {
  return wordsOf(identifier);
}

const wordsOf = memoized((identifier: string): readonly string[] =>
  identifier
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => word.toLowerCase()),
);
