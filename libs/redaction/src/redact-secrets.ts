import { maskUrlPasswords } from './url-passwords.js';

/** Replaces a secret. */
const MASK = '***';

type Rule = readonly [RegExp, string];

/** Each takes linear time: untrusted texts of any size come here. */
const RULES: readonly Rule[] = [
  // The bare name of a scheme is not a secret.
  [/\b(authorization\s*[:=]\s*(?:(?:bearer|basic)\s+)?|bearer\s+)(?!(?:bearer|basic)\b)[\w.~+/=-]{6,}/gi, `$1${MASK}`],
  [/\b(sk|pk|rk)-[A-Za-z0-9_-]{8,}/g, `$1-${MASK}`],
  // key=value and "key": "value" for names that end as those of secrets do. What stands before the end is not looked at.
  [
    /((?:password|passwd|pwd|secret|api[_-]?key|access[_-]?token|refresh[_-]?token|\btoken)["']?\s*[:=]\s*)("[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*'|[^\s,;&)}\]]+)/gi,
    `$1${MASK}`,
  ],
];

/**
 * The text without passwords of URLs, bearer tokens, API keys and values of secret-looking keys. Redact before you cut:
 * the first half of a secret is not recognised.
 */
export function redactSecrets(text: string): string {
  const masked = maskUrlPasswords(text, MASK);
  return RULES.reduce((redacted, [pattern, replacement]) => redacted.replace(pattern, replacement), masked);
}

/** Whether the text holds a URL with a password. */
export function hasUrlPassword(text: string): boolean {
  return maskUrlPasswords(text, MASK) !== text;
}
