import type { Column } from './model.js';
import { ABOUT_A_VALUE, SENSITIVE_RULES, SENSITIVE_WITHIN, type SensitiveRule } from './sensitive-rules.js';

/** The rule that a column falls under by its name, its comment, or the shape of most of its values. */
export function sensitiveRuleOf(column: Column, values: readonly string[]): SensitiveRule | null {
  const rules = SENSITIVE_RULES.filter(({ categories }) => categories.includes(column.typeCategory));
  const name = column.name.replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2').toLowerCase();
  const text = `${column.name} ${column.comment ?? ''}`;
  const holdsValues = !ABOUT_A_VALUE.test(name) || SENSITIVE_RULES.some((rule) => rule.name.exec(name)?.[0] === name);
  const named = holdsValues ? rules.find((rule) => rule.name.test(name) || rule.chinese.test(text)) : undefined;
  return named ?? rules.find((rule) => column.typeCategory !== 'N' && mostMatch(rule.value, values)) ?? null;
}

function mostMatch(pattern: RegExp | null, values: readonly string[]): boolean {
  return (
    pattern !== null && values.length > 0 && values.filter((value) => pattern.test(value)).length * 2 > values.length
  );
}

/**
 * The value with its shape but without what identifies: punctuation and the first few letters or digits stay, never more
 * than a quarter of them. @returns null where nothing may be shown.
 */
export function maskValue(value: string, rule: SensitiveRule): string | null {
  if (rule.keep === null) {
    return null;
  }
  const letters = value.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  let readable = Math.min(rule.keep, Math.floor(letters / 4));
  return value.replace(/[\p{L}\p{N}]/gu, (letter) => (readable-- > 0 ? letter : '*'));
}

/** True when something personal or secret stands somewhere in the text. */
export function holdsSensitiveText(value: string): boolean {
  return SENSITIVE_WITHIN.some((pattern) => pattern.test(value));
}
