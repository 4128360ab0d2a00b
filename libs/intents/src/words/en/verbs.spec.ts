import { expect, it } from '@jest/globals';
import { doneBy } from './verbs.js';

it.each([
  ['employees', 'shift', 'worked'],
  ['dispatchers', 'load', 'handled'],
  ['adjusters', 'claim', 'handled'],
  ['customers', 'claim', 'filed'],
  ['customers', 'shift', undefined],
  ['ports', 'claim', undefined],
])('%s and a %s', (people, row, past) => {
  expect(doneBy(people, row)?.past).toBe(past);
});
