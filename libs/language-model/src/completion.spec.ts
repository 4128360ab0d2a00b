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
