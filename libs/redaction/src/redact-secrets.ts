/** Replaces a secret. */
const MASK = '***';

type Rule = readonly [RegExp, string];

/** Schemes of services, whose passwords people write without encoding them. Paths of web pages may hold `:` and `@`. */
const SERVICE = String.raw`\b((?!https?:|file:)[a-z][a-z0-9+.-]*:\/\/[^\s/:@'"]*)`;
const HOST = String.raw`(?=[\w.[\]-])`;

const PASSWORDS_OF_URLS: readonly Rule[] = [
  // user:password@ of a service; the password may itself hold ':', '/' or '@', so it ends at the last '@' before a host.
  [new RegExp(`${SERVICE}:[^\\s'"]*@${HOST}`, 'gi'), `$1:${MASK}@`],
  // The same with a quote in it. A comma would be the next value of a list.
  [new RegExp(`${SERVICE}:(?!\\*\\*\\*@)[^\\s,{}]*@${HOST}`, 'gi'), `$1:${MASK}@`],
  // Any other URL: the password ends at the last '@' before '/' or blank.
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s/:@'"]*):[^\s/'"]*@/gi, `$1:${MASK}@`],
];

const RULES: readonly Rule[] = [
  ...PASSWORDS_OF_URLS,
  // The bare name of a scheme is not a secret.
  [/\b(authorization\s*[:=]\s*(?:(?:bearer|basic)\s+)?|bearer\s+)(?!(?:bearer|basic)\b)[\w.~+/=-]{6,}/gi, `$1${MASK}`],
  [/\b(sk|pk|rk)-[A-Za-z0-9_-]{8,}/g, `$1-${MASK}`],
  // key=value and "key": "value" for names that hold secrets.
  [
    /(["']?\b(?:[\w-]*(?:password|passwd|pwd|secret|api[_-]?key|access[_-]?token|refresh[_-]?token)|token)["']?\s*[:=]\s*)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,;&)}\]]+)/gi,
    `$1${MASK}`,
  ],
];

/** The text without passwords of URLs, bearer tokens, API keys and values of secret-looking keys. */
export function redactSecrets(text: string): string {
  return RULES.reduce((redacted, [pattern, replacement]) => redacted.replace(pattern, replacement), text);
}

/** Whether the text holds a URL with a password. */
export function hasUrlPassword(text: string): boolean {
  return PASSWORDS_OF_URLS.some(([pattern, replacement]) => text.replace(pattern, replacement) !== text);
}
