import { describe, expect, it } from '@jest/globals';
import { problemsOfCommitMessage } from './commit-message.mjs';

describe('a commit message', () => {
  it.each([
    'feat: read the catalog in a constant number of queries',
    'fix(steps/qa-generation)!: refuse an empty schema\n\nBREAKING CHANGE: an empty list was accepted before.',
    'docs: 补充中文说明',
  ])('is accepted: %j', (message) => {
    expect(problemsOfCommitMessage(message)).toEqual([]);
  });

  it.each([
    ['added things', /first line is not/],
    ['feature: a type of its own', /first line is not/],
    ['feat:no space', /first line is not/],
    ['feat: ends like a sentence.', /full stop/],
    [`feat: ${'x'.repeat(120)}`, /longer than 120/],
    ['feat: summary\nstraight on', /second line/],
    ['', /first line is not/],
  ])('is refused: %j', (message, problem) => {
    expect(problemsOfCommitMessage(message).join()).toMatch(problem);
  });
});
