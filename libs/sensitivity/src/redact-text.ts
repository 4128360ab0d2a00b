import { holdsSensitiveText, mayHoldSensitiveText, SENSITIVE_WITHIN } from './personal-text.js';

const HIDDEN = '***';
const EVERY = SENSITIVE_WITHIN.map((pattern) => new RegExp(pattern.source, `${pattern.flags.replace('g', '')}g`));
/** What follows a secret word: `password: hunter2`. */
const NAMED_SECRET = /^(password|passwd|passcode|pwd|secret|token|api[ _-]?key|密码|口令|密钥|秘钥|令牌|授权码)/iu;

/** A comment without the personal and secret values in it; the rest stays. */
export function redactText(text: string): string {
  if (!mayHoldSensitiveText(text)) {
    return text;
  }
  return EVERY.reduce(
    (rest, pattern) =>
      rest.replace(pattern, (found) => (NAMED_SECRET.test(found) ? found.replace(/[\w@#$%^&*!.-]+$/, HIDDEN) : HIDDEN)),
    text,
  );
}

/**
 * SQL with the string literals hidden that hold personal or secret values; it still parses, and literals that differed
 * still differ.
 * @param all hides every literal: the default of a password
 */
export function redactLiterals(sql: string, all = false): string {
  if (!sql.includes("'") || !(all || mayHoldSensitiveText(sql))) {
    return sql;
  }
  let hidden = 0;
  return sql.replace(/'((?:[^']|'')*)'/g, (literal, content: string) => {
    if (content === '' || !(all || holdsSensitiveText(content))) {
      return literal;
    }
    hidden += 1;
    return hidden === 1 ? `'${HIDDEN}'` : `'${HIDDEN}${hidden}'`;
  });
}
