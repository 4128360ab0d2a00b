import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { parseAnswer } from './answer-json.js';

const schema = z.object({ pairs: z.array(z.string()) });
const expected = { ok: true, value: { pairs: ['a}b', '中'] } };
const json = '{"pairs": ["a}b", "中"]}';

describe('parseAnswer', () => {
  it.each([
    ['bare JSON', json],
    ['a fence', `Here you are:\n\`\`\`json\n${json}\n\`\`\`\nDone {not json}.`],
    ['a fence without a language', `\`\`\`\n${json}\n\`\`\``],
    ['text around', `Sure! ${json} Anything else?`],
    ['reasoning before', `<think>maybe {"pairs": ["wrong"]}?</think>\n${json}`],
    ['reasoning without its opening tag', `let me think about it</think>\n${json}`],
    ['another object before', `{"note": "a draft follows"} ${json}`],
    ['a bracket that never closes before', `see [1 ${json}`],
  ])('reads JSON with %s', (_name, text) => {
    expect(parseAnswer(text, schema)).toEqual(expected);
  });

  it('keeps a closing reasoning tag that is part of a value', () => {
    expect(parseAnswer('{"pairs": ["</think>"]}', schema)).toEqual({ ok: true, value: { pairs: ['</think>'] } });
  });

  it('names the field that does not fit', () => {
    const parsed = parseAnswer('{"pairs": "a"}', schema);
    expect(parsed.ok ? '' : parsed.reason).toContain('pairs');
  });

  it.each(['', '<think>never finished {"pairs": []}', 'I am sorry, I cannot do that.', '{"pairs": ["cut'])(
    'finds no answer in %j',
    (text) => {
      expect(parseAnswer(text, schema).ok).toBe(false);
    },
  );
});
