import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { redactLiterals, redactText, secretsByName, sensitiveColumns, type TextualColumn } from './index.js';
import { mayHoldSensitiveText, SENSITIVE_WITHIN } from './personal-text.js';

/** One for each pattern of `SENSITIVE_WITHIN`, some in several forms. */
const SECRETS = [
  'li.si@example.com',
  '13812345678',
  '11010519491231002X',
  '123-45-6789',
  'eyJhbGciOiJIUzI1.eyJzdWIiOiIx.abc',
  'sk-abcdefghijklmnop1234',
  'ghp_abcdefghijklmnopqrst',
  'AKIAIOSFODNN7EXAMPLE',
  '-----BEGIN RSA PRIVATE KEY-----',
  'postgres://app:secret@db/shop',
  '初始化密码 123456',
  '口令为abc123',
  'password: hunter2',
  'PWD=Passw0rd',
  'api key is k3y-value',
  'Token abc123def',
];
/** Pieces of secrets and of plain texts; together they make secrets, near misses and plain texts. */
const PIECES = [
  ...SECRETS.flatMap((secret) => [secret, secret.slice(0, -1), secret.slice(1), secret.slice(0, secret.length / 2)]),
  ...[
    '@',
    '.com',
    '://',
    ':',
    ' ',
    "'",
    'eyJ',
    'sk_',
    'GHP_',
    '-----',
    '密码',
    '令牌',
    'secret',
    'api_key',
    '是',
    '７',
    'ſk-',
  ],
  ...['entity', ' of the business', 'when it was entered', '金额（元）', '1', '2025-01-01', '\n'],
];
const text = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PIECES) }, fc.string()))
  .map((all) => all.join(''));
const RUNS = { numRuns: 3000 };

const isFound = (value: string): boolean => SENSITIVE_WITHIN.some((pattern) => pattern.test(value));

describe('the quick look before the patterns', () => {
  it('lets every kind of secret through', () => {
    expect(SENSITIVE_WITHIN.filter((pattern) => !SECRETS.some((secret) => pattern.test(secret)))).toEqual([]);
    expect(SECRETS.filter((secret) => !isFound(secret) || !mayHoldSensitiveText(secret))).toEqual([]);
  });

  it('says no only where no pattern is found', () => {
    fc.assert(
      fc.property(text, (value) => mayHoldSensitiveText(value) || !isFound(value)),
      RUNS,
    );
  });

  it('changes nothing about what is hidden', () => {
    // A digit takes every text past the quick look, and a space and a letter keep it out of every pattern.
    const slowly = (hide: (value: string) => string, value: string): string =>
      hide(`${value}\n q 0 q`).slice(0, -'\n q 0 q'.length);
    fc.assert(
      fc.property(text, (value) => {
        expect(redactText(value)).toBe(slowly(redactText, value));
        const sql = `'${value.replaceAll("'", "''")}'::text`;
        expect(redactLiterals(sql)).toBe(slowly(redactLiterals, sql));
      }),
      RUNS,
    );
  });

  it('hides values within longer texts and literals', () => {
    expect(redactText('Admin: root, password: hunter2')).toBe('Admin: root, password: ***');
    expect(redactText('ask li.si@example.com, 重置后密码：abc123')).not.toMatch(/li\.si|abc123/);
    expect(redactLiterals(`CHECK (mail <> 'a@b.co' AND state <> 'open')`)).toBe(
      `CHECK (mail <> '***' AND state <> 'open')`,
    );
  });
});

const WORDS = [
  'user',
  'oauth',
  'codes',
  'code',
  'password',
  'login_pwd',
  'apiKey',
  'access_token',
  'status',
  'value',
  'hash',
];
const COMMENTS = [
  null,
  '密码',
  '令牌',
  '密码修改时间',
  'the password of the account',
  'API key',
  'state of the order',
  '签名值',
];
const name = fc
  .array(fc.constantFrom(...WORDS, '密码', 'c', 'count', 'signature', 'email'), { minLength: 1, maxLength: 3 })
  .map((all) => all.join('_'));
const column: fc.Arbitrary<TextualColumn> = fc.record({
  name,
  comment: fc.constantFrom(...COMMENTS),
  typeCategory: fc.constantFrom('S', 'U', 'N', 'D', 'B', 'E'),
  isArray: fc.boolean(),
});

describe('secrets by name', () => {
  it('are the columns of which the rules show nothing, without rows', () => {
    const table = fc.record({
      name,
      comment: fc.constantFrom(...COMMENTS),
      columns: fc.array(column, { minLength: 1, maxLength: 6 }),
    });
    fc.assert(
      fc.property(table, (one) => {
        const isSecret = secretsByName(one);
        expect(one.columns.map(isSecret)).toEqual(sensitiveColumns(one, []).map((rule) => rule?.keep === null));
      }),
      RUNS,
    );
  });

  it('need no look at the other columns', () => {
    const isSecret = secretsByName({ name: 'oauth_codes', columns: [] });
    const code: TextualColumn = { name: 'code', comment: null, typeCategory: 'S', isArray: false };
    expect([code, { ...code, name: 'status' }, { ...code, typeCategory: 'N' }].map(isSecret)).toEqual([
      true,
      false,
      false,
    ]);
  });
});
