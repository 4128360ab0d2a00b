import { describe, expect, it } from '@jest/globals';
import { completionOf } from './completion.js';

type Answer = Parameters<typeof completionOf>[0];
type Usage = NonNullable<Answer['usage']>;

function tokensOf(usage: Usage): number[] {
  const { promptTokens, completionTokens } = completionOf({ choices: [], usage }, 1);
  return [promptTokens, completionTokens];
}

const usage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };

describe('the tokens of an answer', () => {
  it.each([
    ['hold the reasoning as OpenAI counts it', { completion_tokens_details: { reasoning_tokens: 15 } }, 20],
    ['are those of the total where the reasoning is left out of the completion', { total_tokens: 420 }, 320],
    [
      'hold a reasoning that is larger than the completion',
      { completion_tokens_details: { reasoning_tokens: 300 } },
      320,
    ],
  ])('%s', (_name, more, completion) => {
    expect(tokensOf({ ...usage, ...more })).toEqual([100, completion]);
  });

  it('are estimated with the reasoning where none are told', () => {
    const message = { role: 'assistant', content: 'x'.repeat(40), refusal: null, reasoning_content: 'y'.repeat(400) };
    const choices = [{ index: 0, finish_reason: 'stop', logprobs: null, message }] as Answer['choices'];
    expect(completionOf({ choices }, 7)).toMatchObject({ promptTokens: 7, completionTokens: 110, isEstimated: true });
  });
});

describe('a count of tokens', () => {
  it('is taken as it is told, 0 too', () => {
    expect(completionOf({ choices: [], usage: { ...usage, prompt_tokens: 0, total_tokens: 20 } }, 7)).toMatchObject({
      promptTokens: 0,
      completionTokens: 20,
      isEstimated: false,
    });
    const reasoning = { completion_tokens_details: { reasoning_tokens: 20 } };
    expect(tokensOf({ ...usage, ...reasoning })).toEqual([100, 20]);
  });

  it.each([1.5, -5, '20', Number.NaN, null])('is estimated where it is no count: %s', (told) => {
    const broken = { ...usage, prompt_tokens: told, total_tokens: 120 } as Usage;
    expect(completionOf({ choices: [], usage: broken }, 7)).toMatchObject({
      promptTokens: 7,
      completionTokens: 20,
      isEstimated: true,
    });
    const silent = { prompt_tokens: 100, completion_tokens: told } as Usage;
    expect(completionOf({ choices: [], usage: silent }, 7)).toMatchObject({
      promptTokens: 100,
      completionTokens: 0,
      isEstimated: true,
    });
  });
});

describe('the defect of an answer', () => {
  const defectOf = (finishReason: string | null, content: string, refusal: string | null = null): string | null => {
    const message = { role: 'assistant', content, refusal };
    const choices = [{ index: 0, finish_reason: finishReason, logprobs: null, message }] as Answer['choices'];
    return completionOf({ choices }, 1).defect;
  };

  it.each<[string | null, string, string | null, string | null]>([
    ['stop', 'text', null, null],
    [null, 'text', null, null],
    ['stop', 'text', 'I would rather not', null],
    ['stop', '', null, 'the answer is empty (finish_reason stop)'],
    [null, ' ', null, 'the answer is empty (finish_reason absent)'],
    ['stop', '', '', 'the answer is empty (finish_reason stop)'],
    ['stop', '', 'I would rather not', 'the model refuses to answer (refusal)'],
    ['length', 'te', null, 'the answer was cut by the token limit (finish_reason length)'],
    [
      'content_filter',
      'te',
      null,
      'the content filter of the endpoint stopped the answer (finish_reason content_filter)',
    ],
  ])('that ends with %s: %j, refusal %j', (finishReason, content, refusal, defect) => {
    expect(defectOf(finishReason, content, refusal)).toBe(defect);
  });
});
