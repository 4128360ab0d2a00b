import type { SensitiveRule } from './rule.js';

/**
 * The value with its shape but without what identifies: punctuation and the first few letters or digits stay, never more
 * than a quarter of them. @returns null where nothing may be shown.
 */
export function maskValue(value: string, rule: Pick<SensitiveRule, 'keep'>): string | null {
  if (rule.keep === null) {
    return null;
  }
  const letters = value.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  let readable = Math.min(rule.keep, Math.floor(letters / 4));
  return value.replace(/[\p{L}\p{N}]/gu, (letter) => (readable-- > 0 ? letter : '*'));
}
