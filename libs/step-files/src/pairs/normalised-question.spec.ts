import { expect, it } from '@jest/globals';
import { normalisedQuestion } from './normalised-question.js';

it('takes two questions for one when only their dress differs', () => {
  expect(normalisedQuestion('How many Films?')).toBe(normalisedQuestion('how many  films'));
  expect(normalisedQuestion('多少（Ａ）？')).toBe(normalisedQuestion('多少 (a)'));
  expect(normalisedQuestion('more than 5')).not.toBe(normalisedQuestion('more than 50'));
  expect(normalisedQuestion('a > 5')).not.toBe(normalisedQuestion('a < 5'));
});
