import { expect, it } from '@jest/globals';
import { estimateTokens } from './tokens.js';

it.each([
  ['', 0],
  ['abcd', 1],
  ['abcde', 2],
  ['订单', 2],
  ['abcd订单 of', 4],
])('a text of %j is estimated at %d tokens', (text, tokens) => {
  expect(estimateTokens(text)).toBe(tokens);
});
