import { describe, expect, it } from '@jest/globals';
import { hasUrlPassword, redactSecrets } from './redact-secrets.js';

describe('redactSecrets', () => {
  it.each([
    ['postgresql://user:hunter2@db:5432/shop', 'postgresql://user:***@db:5432/shop'],
    ['postgres://user:p:w@rd@db/shop refused', 'postgres://user:***@db/shop refused'],
    ['postgres://user:pa/ss@db/shop', 'postgres://user:***@db/shop'],
    ['postgres://user:p@ss/w@rd@db/shop', 'postgres://user:***@db/shop'],
    ['postgres://user:***@real@db/shop', 'postgres://user:***@db/shop'],
    ['amqp://user:p/w@db/shop', 'amqp://user:***@db/shop'],
    [`postgres://user:pa'ss@db/shop`, 'postgres://user:***@db/shop'],
    [`{"url":"postgres://user:pa\\"s@s@db/shop"}`, '{"url":"postgres://user:***@db/shop"}'],
    ['{"a":"postgres://u:p@h/d","mail":"a@b.example"}', '{"a":"postgres://u:***@h/d","mail":"a@b.example"}'],
    ['postgres://u:p@h/d and postgres://v:q@h/d', 'postgres://u:***@h/d and postgres://v:***@h/d'],
    ['https://u:p?w@h/v', 'https://u:***@h/v'],
    ['redis://:hunter2@cache:6379/0', 'redis://:***@cache:6379/0'],
    ['Authorization: Bearer abcdef123456', 'Authorization: Bearer ***'],
    ['authorization=Basic dXNlcjpwYXNz', 'authorization=Basic ***'],
    ['Authorization: abcdef123456', 'Authorization: ***'],
    ['key sk-abcdefgh12345678 was refused', 'key sk-*** was refused'],
    ['{"password": "hun\\"ter2", "user": "x"}', '{"password": ***, "user": "x"}'],
    ['host=db password=hunter2 user=x', 'host=db password=*** user=x'],
    ["LLM_API_KEY='abc def'", 'LLM_API_KEY=***'],
    [`${'a-'.repeat(200)}scheme+x.y://u:p@h/d`, `${'a-'.repeat(200)}scheme+x.y://u:***@h/d`],
    [`${'long_'.repeat(200)}password=hunter2`, `${'long_'.repeat(200)}password=***`],
    [`postgres://u:${'x'.repeat(100_000)}@h/d`, 'postgres://u:***@h/d'],
    ['x://a:x://b:p@h and x://c:q', 'x://a:***@h and x://c:q'],
    ['https://a:b/c and amqp://d,e:f@h', 'https://a:b/c and amqp://d,e:***@h'],
  ])('masks %s', (text, expected) => {
    expect(redactSecrets(text)).toBe(expected);
  });

  it.each([
    '开始处理表: bss_company',
    'postgresql://db:5432/shop',
    'the password column is masked',
    'tokens: 12 used at https://x/y',
    'send it in X-API-Key or Authorization: Bearer',
    '请在 X-API-Key 或 Authorization: Bearer 请求头中提供',
  ])('leaves %s alone', (text) => {
    expect(redactSecrets(text)).toBe(text);
  });
});

describe('hasUrlPassword', () => {
  it.each(['postgres://u:secretpw@h/db', '高速公路（postgresql://u:p%40w@db:5432/x）', 'see redis://:pw@cache:6379'])(
    'finds the one in %s',
    (text) => {
      expect(hasUrlPassword(text)).toBe(true);
    },
  );

  it.each(['postgres://h:5432/db', 'https://example.org/a:b', 'the token: unit of billing', '服务区@高速'])(
    'finds none in %s',
    (text) => {
      expect(hasUrlPassword(text)).toBe(false);
    },
  );
});
