import { describe, expect, it } from '@jest/globals';
import { checkExpression, sqlOnOneLine } from './sql-lines.js';

describe('SQL on one line', () => {
  it('keeps the line breaks of strings', () => {
    expect(sqlOnOneLine("CHECK ((body <> 'a\n\n b'::text))")).toBe("CHECK ((body <> E'a\\n\\n b'::text))");
    expect(sqlOnOneLine("replace(x, E'\\\\ \r\n\t', 'it''s')")).toBe("replace(x, E'\\\\ \\r\\n\\t', 'it''s')");
    expect(sqlOnOneLine("x <> 'a\u2028b'")).toBe("x <> E'a\\u2028b'");
  });

  it('keeps those of quoted names', () => {
    expect(sqlOnOneLine('("line\nbreak" > 0)')).toBe('(U&"line\\000abreak" > 0)');
    expect(sqlOnOneLine('("a ""b""\\\n" > 0)')).toBe('(U&"a ""b""\\\\\\000a" > 0)');
  });

  it('has a blank for those between tokens', () => {
    expect(sqlOnOneLine("CASE\n    WHEN (x > 0) THEN 'a  b'::text\nEND")).toBe(
      "CASE WHEN (x > 0) THEN 'a  b'::text END",
    );
  });
});

describe('the expression of a check', () => {
  it('has one pair of parentheses around it', () => {
    expect(checkExpression('CHECK ((x > 0))')).toBe('(x > 0)');
    expect(checkExpression('CHECK ((x > 0)) NOT VALID')).toBe('(x > 0) NOT VALID');
    expect(checkExpression('CHECK (((a > 0) AND (b > 0)))')).toBe('((a > 0) AND (b > 0))');
  });

  it('keeps every parenthesis that means something', () => {
    expect(checkExpression('CHECK (is_ok(x))')).toBe('(is_ok(x))');
    expect(checkExpression('CHECK ((a) = (b))')).toBe('((a) = (b))');
    expect(checkExpression("CHECK ((x <> '))'::text))")).toBe("(x <> '))'::text)");
    expect(checkExpression(`CHECK (("a)" <> '((x))'::text)) NO INHERIT`)).toBe(`("a)" <> '((x))'::text) NO INHERIT`);
  });
});
