import { describe, expect, it } from '@jest/globals';
import { qualifiedName, quoteIdentifier, quoteLiteral } from './quoting.js';

describe('quoting', () => {
  it.each([
    ['bss_company', 'bss_company'],
    ['Order Details', '"Order Details"'],
    ['user', '"user"'],
    ['服务区', '"服务区"'],
    ['a"b', '"a""b"'],
    ['1st', '"1st"'],
  ])('writes %s as %s', (name, expected) => {
    expect(quoteIdentifier(name)).toBe(expected);
  });

  it('qualifies', () => {
    expect(qualifiedName('public', 'order')).toBe('public."order"');
  });

  it('writes literals that read back', () => {
    expect(quoteLiteral("it's")).toBe("'it''s'");
    expect(quoteLiteral('a\\b')).toBe("E'a\\\\b'");
  });
});
