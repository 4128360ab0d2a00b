/** The words of an identifier: `saleOrderLine2`, `SALE_ORDER_LINE2` → sale, order, line2. Other scripts stay whole. */
export function identifierWords(identifier: string): string[] {
  return identifier
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => word.toLowerCase());
}

/** An identifier as a person would write it: `rental_rate` → rental rate. Names without Latin letters stay as they are. */
export function readableName(identifier: string): string {
  return /[a-z]/i.test(identifier) ? identifierWords(identifier).join(' ') || identifier : identifier;
}
