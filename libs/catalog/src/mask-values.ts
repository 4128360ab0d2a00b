import type { Column, Relation } from './model.js';
import { shortComment } from './naming.js';
import {
  ABOUT_A_VALUE,
  ABOUT_A_VALUE_CHINESE,
  SENSITIVE_RULES,
  SENSITIVE_WITHIN,
  type SensitiveRule,
} from './sensitive-rules.js';

/** The rule that a column falls under by its name, its comment, or the shape of most of its values. */
export function sensitiveRuleOf(
  relation: Pick<Relation, 'name'>,
  column: Column,
  values: readonly string[],
): SensitiveRule | null {
  const rules = SENSITIVE_RULES.filter(({ categories }) => categories.includes(column.typeCategory));
  const table = snakeCase(relation.name);
  const named = rules.find((rule) => (rule.table?.test(table) ?? true) && isNamed(rule, column));
  return named ?? rules.find((rule) => column.typeCategory !== 'N' && mostMatch(rule.value, values)) ?? null;
}

function isNamed(rule: SensitiveRule, column: Column): boolean {
  const name = snakeCase(column.name);
  // `email_address` would be about an e-mail, if it were not one from beginning to end.
  const holdsValue = !ABOUT_A_VALUE.test(name) || SENSITIVE_RULES.some((other) => other.name.exec(name)?.[0] === name);
  const comment = ABOUT_A_VALUE_CHINESE.test(shortComment(column.comment)) ? '' : (column.comment ?? '');
  const spoken = [ABOUT_A_VALUE_CHINESE.test(column.name) ? '' : column.name, comment].join(' ');
  return holdsValue && (rule.name.test(name) || rule.chinese.test(spoken));
}

/** Columns whose meaning the key column of the same row gives: `value` in a table with `key`. */
const SETTING_NAME =
  /^((param(eter)?|config|setting|option|property|attribute|variable)_?)?(key|name|code)$|^(参数|配置)(名称?|键|编码)$/;
const SETTING_VALUE = /(^|_)(value|val|content)$|值$/;

/**
 * The rule for the values of a table of settings, of which some row's name says that it holds a secret
 * (`smtp_password`): then none of them is shown.
 */
export function settingsRuleOf(
  relation: Relation,
  column: Column,
  rows: readonly (readonly (string | null)[])[],
): SensitiveRule | null {
  const nameAt = relation.columns.findIndex(({ name }) => SETTING_NAME.test(snakeCase(name)));
  if (nameAt < 0 || relation.columns[nameAt] === column || !SETTING_VALUE.test(snakeCase(column.name))) {
    return null;
  }
  const names = new Set(rows.map((row) => snakeCase(row[nameAt] ?? '').replace(/[^\p{L}\p{N}]+/gu, '_')));
  const secrets = SENSITIVE_RULES.filter(({ keep }) => keep === null);
  return secrets.find((rule) => [...names].some((name) => rule.name.test(name) && !ABOUT_A_VALUE.test(name))) ?? null;
}

function snakeCase(name: string): string {
  return name.replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2').toLowerCase();
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

/** True when the text contains a personal or secret value. */
export function holdsSensitiveText(value: string): boolean {
  return SENSITIVE_WITHIN.some((pattern) => pattern.test(value));
}
