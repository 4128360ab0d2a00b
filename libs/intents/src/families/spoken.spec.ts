import { expect, it } from '@jest/globals';
import { value } from '../../../../test/harness/model-builder.js';
import { isSpoken } from './spoken.js';

it.each(['Building materials', '水煎服', 'Smith, John', 'Food & Beverage', '3-5 days'])('people ask for %s', (text) => {
  expect(isSpoken(value(text, 0.2))).toBe(true);
});

it.each(['多喝水，少吃辣', '请按时复诊。', 'Call first; then deliver', 'Rest, drink a lot of water', 'Is it late?'])(
  'people do not ask for rows by what was written: %s',
  (text) => {
    expect(isSpoken(value(text, 0.2))).toBe(false);
  },
);
