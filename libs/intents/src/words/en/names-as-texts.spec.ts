import { describe, expect, it } from '@jest/globals';
import { participleOf } from './participles.js';
import { grouped } from './values.js';

describe('names and numbers as they are', () => {
  it.each([
    ['session created time', 'user session', 'created'],
    ['created time', 'loan', 'created'],
    ['created time', '', 'created'],
    ['(main created time', 'loan (main', 'created'],
    ['+ created time', 'loan +', 'created'],
    ['session time', 'session', null],
  ])('what was done: %j of %j', (label, noun, done) => {
    expect(participleOf(label, noun)).toBe(done);
  });

  it.each([
    ['12345678901234567890', '12,345,678,901,234,567,890'],
    ['30000.125', '30,000.125'],
    ['2024', '2024'],
  ])('digits of %s', (text, shown) => {
    expect(grouped(text)).toBe(shown);
  });
});
