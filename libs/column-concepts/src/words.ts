/** The words of an identifier: `saleOrderLine2`, `SALE_ORDER_LINE2` → sale, order, line2. Other scripts stay whole. */
export function nameWords(identifier: string): string[] {
  return identifier
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => word.toLowerCase());
}

const HAN = /\p{Script=Han}/u;

export function isChinese(text: string): boolean {
  return HAN.test(text);
}

/**
 * The label in a comment: its first clause, without units and lists of codes in brackets. Null for a comment that is a
 * sentence, an explanation of the key, or a list of codes.
 */
export function commentLabel(comment: string | null): string | null {
  const head = (comment ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .split(/[，。；：、,.;:（(【[\n\r|=＝]|\s[-–—]\s|\s\d+\s*[-:：=]/u, 1)[0]
    ?.replace(/\s*\d+[^\d]*$/u, (tail) => (/^\s*\d/.test(tail) && isChinese(tail) ? '' : tail))
    .trim();
  if (!head) {
    return null;
  }
  if (isChinese(head)) {
    return [...head].length <= 16 ? head : null;
  }
  const words = head.split(' ');
  return words.length <= 4 && !SENTENCE.test(head) ? head.toLowerCase() : null;
}

/** English that explains: it has a verb, an article, or speaks of the schema. */
const SENTENCE =
  /\b(the|a|an|is|are|was|which|that|this|identifies|contains|stores|holds|indicates|specifies|refers?|references?|used|key|table|column|lookup|if|when|required|optional)\b/i;
