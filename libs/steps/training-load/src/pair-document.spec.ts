import { describe, expect, it } from '@jest/globals';
import { pairDocument, questionOfDocument } from './pair-document.js';

const HOSTILE = [
  'it\'s "quoted" and \\backslashed\\ with a/slash',
  'null true false None {"a": null}',
  'line one\nline two\r\n\ttab \b \f \u0001 \u007f \u2028',
  '中文 😀 e\u0301 \\u4e2d \\N{DASH} \\x41',
];

/** Escapes within a string of the document, as they stand. */
function escapes(document: string): string[] {
  return document.match(/\\(?:u[0-9a-fA-F]{4}|.)/gu) ?? [];
}

describe('questionOfDocument', () => {
  it.each(HOSTILE)('gives back the question %j', (question) => {
    expect(questionOfDocument(pairDocument(question, 'SELECT 1'))).toBe(question);
  });

  it.each(['', 'create table x ();', '[1]', 'null', '{"sql": "SELECT 1"}', '{"question": 7}'])(
    'finds none in %j',
    (document) => {
      expect(questionOfDocument(document)).toBe('');
    },
  );
});

describe('pairDocument', () => {
  it('has the separators of Python', () => {
    expect(pairDocument('多少？', 'SELECT 1;')).toBe('{"question": "多少？", "sql": "SELECT 1;"}');
  });

  it.each(HOSTILE)('is JSON that gives back %j', (text) => {
    expect(JSON.parse(pairDocument(text, text))).toEqual({ question: text, sql: text });
  });

  it.each(HOSTILE)('uses only escapes that Python reads as JSON does, for %j', (text) => {
    const document = pairDocument(text, text);
    for (const escape of escapes(document)) {
      expect(escape).toMatch(/^\\(["\\bfnrt]|u00[01][0-9a-f])$/);
    }
    expect(document).not.toMatch(/[\r\n]/);
    // Outside of strings there is nothing but the two keys: no null, true or false that Python would not know.
    expect(document.replace(/"(?:[^"\\]|\\.)*"/g, '""')).toBe('{"": "", "": ""}');
  });
});
