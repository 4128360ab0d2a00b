import { describe, expect, it } from '@jest/globals';
import { refuseForeignPages } from './refuse-foreign-pages.js';

type Headers = Parameters<typeof refuseForeignPages>[0]['headers'];

const asked = (method: string, headers: Headers, needsNoKey: boolean) => () =>
  refuseForeignPages({ method, headers }, needsNoKey);

describe('while no key is required', () => {
  it.each(['localhost', 'localhost:8084', 'api.localhost', '127.0.0.1:8084', '127.0.0.5', '[::1]:8084', undefined])(
    'a request to %s is served',
    (host) => {
      expect(asked('GET', { host }, true)).not.toThrow();
      expect(asked('POST', { host }, true)).not.toThrow();
    },
  );

  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '192.168.0.7:8084', '[::2]', 'a b'])(
    'a request to %s is refused, and served once there are keys',
    (host) => {
      expect(asked('GET', { host }, true)).toThrow(expect.objectContaining({ code: 'host_not_local' }));
      expect(asked('GET', { host }, false)).not.toThrow();
    },
  );
});

describe('a request that changes something', () => {
  const host = 'localhost:8084';

  it.each<[string, Headers]>([
    ['no browser', { host }],
    ['a page of ours', { host, 'sec-fetch-site': 'same-origin', origin: 'http://localhost:8084' }],
    ['the address bar', { host, 'sec-fetch-site': 'none' }],
    ['a page of ours in an old browser', { host, origin: 'http://LOCALHOST:8084' }],
    ['a program with a key', { host, 'sec-fetch-site': 'cross-site', origin: 'https://x.example', 'x-api-key': 'k' }],
    ['a program with a token', { host, origin: 'https://x.example', authorization: 'Bearer k' }],
  ])('is served to %s', (_, headers) => {
    expect(asked('POST', headers, true)).not.toThrow();
    expect(asked('DELETE', headers, false)).not.toThrow();
  });

  it.each<[string, Headers]>([
    ['another site', { host, 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { host, 'sec-fetch-site': 'same-site', origin: 'http://localhost:3000' }],
    ['another site in an old browser', { host, origin: 'https://x.example' }],
    ['no origin at all', { host, origin: 'null' }],
    [
      'another site, with the password that the browser knows',
      { host, origin: 'https://x.example', authorization: 'Basic eDp5' },
    ],
  ])('is refused to a page of %s, which may still ask', (_, headers) => {
    expect(asked('POST', headers, true)).toThrow(expect.objectContaining({ code: 'foreign_page' }));
    expect(asked('DELETE', headers, false)).toThrow(expect.objectContaining({ code: 'foreign_page' }));
    expect(asked('GET', headers, true)).not.toThrow();
  });
});
