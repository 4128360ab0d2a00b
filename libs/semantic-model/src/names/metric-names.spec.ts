import { expect, it } from '@jest/globals';
import { names } from '../../../../test/harness/model-builder.js';
import { durationName } from './metric-names.js';

it.each([
  ['order date', 'shipped date', 'days from order to shipment'],
  ['admission date', 'discharged at', 'days from admission to discharge'],
  ['session start', 'session end', 'duration in days'],
  ['start date', 'end date', 'duration in days'],
])('the time from %s to %s', (begin, end, text) => {
  expect(durationName(names(begin, '开始'), names(end, '结束')).en.text).toBe(text);
});
