import { describe, expect, it } from '@jest/globals';
import type { Intent } from '../intent.js';
import { awkwardness, bestRead } from './awkwardness.js';

const INTENT = { subject: { kind: 'event', name: { en: { text: 'order' } } }, dimensions: [] } as unknown as Intent;
const pointsOf = (text: string): number => awkwardness({ text, intent: INTENT }, 'en');

describe('awkwardness of an English question', () => {
  it.each(['Which categories have discontinued products?', 'How many orders did each customer place in 2023?'])(
    'finds no fault with %s',
    (text) => {
      expect(pointsOf(text)).toBe(0);
    },
  );

  it.each([
    ['a raw value', 'How many states have state region "east"?', 'How many states are in the East region?'],
    [
      'two times with',
      'List the departments without a leader with their status.',
      'List the departments without a leader.',
    ],
  ])('finds %s', (_, awkward, plain) => {
    expect(pointsOf(awkward)).toBeGreaterThan(pointsOf(plain));
  });

  it('finds staff behind other people', () => {
    const called = (en: string, zh: string) => ({ name: { en: { text: en }, zh: { text: zh } } });
    const path = [{ target: called('customer', '客户') }, { target: called('clerk', '职员') }];
    const far = { form: 'entity', path, entity: path[1]?.target, withEmpty: false };
    const text = 'Count the orders by clerk.';
    const intents = [far, { ...far, path: path.slice(1) }].map(
      (dimension) => ({ ...INTENT, dimensions: [dimension] }) as unknown as Intent,
    );
    expect(intents.map((intent) => awkwardness({ text, intent }, 'en'))).toEqual([8, 0]);
  });

  it('keeps the wordings that read best, in their order', () => {
    const texts = [
      'List the shops without staff with their town.',
      'Which shops have no staff?',
      'Show the idle shops.',
    ];
    expect(bestRead(texts, INTENT, 'en')).toEqual(texts.slice(1));
  });
});
