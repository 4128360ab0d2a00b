import { describe, expect, it } from '@jest/globals';
import { splitDocumentation } from './split-documentation.js';

const title = '## orders（订单表）';

describe('splitDocumentation', () => {
  it('leaves a document of ordinary size whole, headings and all', () => {
    const text = `${title}\n### 字段\n- id`;
    expect(splitDocumentation(text)).toEqual([text]);
  });

  it('splits a long one before its headings, each part under the title of the table', () => {
    const text = `${title}\norders 表\n### A\n${'a'.repeat(40)}\n### B\n${'b'.repeat(40)}`;
    expect(splitDocumentation(text, 95)).toEqual([
      `${title}\norders 表\n### A\n${'a'.repeat(40)}`,
      `${title}\n### B\n${'b'.repeat(40)}`,
    ]);
  });

  it('splits between the lines of a section that is too long, losing none', () => {
    const lines = Array.from({ length: 200 }, (_, index) => `- column_${index} (text) - 说明 ${index}`);
    const parts = splitDocumentation([title, ...lines].join('\n'), 500);
    expect(parts.length).toBeGreaterThan(10);
    expect(parts.every((part) => part.startsWith(title) && part.length <= 500)).toBe(true);
    expect(parts.flatMap((part) => part.split('\n').filter((line) => line !== title))).toEqual(lines);
  });

  it('cuts a single line that is too long, never within a character', () => {
    const parts = splitDocumentation('😀'.repeat(300), 100);
    expect(parts.join('')).toBe('😀'.repeat(300));
    expect(parts.every((part) => part.isWellFormed())).toBe(true);
  });
});
