import { describe, expect, it, jest } from '@jest/globals';
import { KeptAnswers } from './kept-answers.js';

describe('KeptAnswers', () => {
  it('makes an answer again when its source has changed, and only then', () => {
    const answers = new KeptAnswers<{ value: number }>();
    const make = jest.fn((): { value: number } => ({ value: make.mock.calls.length }));
    const textOf = (place: string, source: string): string => answers.answer(place, source, make).text;
    expect([textOf('a', 'x'), textOf('a', 'x'), textOf('b', 'x')]).toEqual([
      '{"value":1}',
      '{"value":1}',
      '{"value":2}',
    ]);
    expect([textOf('a', 'y'), textOf('a', 'x'), textOf('b', 'x')]).toEqual([
      '{"value":3}',
      '{"value":4}',
      '{"value":2}',
    ]);
  });

  it('keeps those of the last places, and none of a long source', () => {
    const answers = new KeptAnswers<object>();
    const make = jest.fn(() => ({}));
    for (let place = 0; place < 200; place += 1) {
      answers.answer(String(place), 'x', make);
    }
    make.mockClear();
    answers.answer('199', 'x', make);
    expect(make).not.toHaveBeenCalled();
    answers.answer('0', 'x', make);
    expect(make).toHaveBeenCalledTimes(1);
    const long = 'x'.repeat(100_000);
    answers.answer('long', long, make);
    answers.answer('long', long, make);
    expect(make).toHaveBeenCalledTimes(3);
  });
});
