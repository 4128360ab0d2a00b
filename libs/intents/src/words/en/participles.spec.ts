import { describe, expect, it } from '@jest/globals';
import { participleOf } from './participles.js';

describe('participleOf', () => {
  it.each([
    ['open time', 'card', 'opened'],
    ['close date', 'account', 'closed'],
    ['in service date', 'truck', 'put into service'],
    ['into use date', 'crane', 'put into use'],
    ['last inspected date', 'boiler', 'last inspected'],
    ['picked up time', 'parcel', 'picked up'],
    ['sent date', 'letter', 'sent'],
    ['dispense time', 'prescription', 'dispensed'],
    ['start date', 'price', 'took effect'],
    ['start date', 'course', 'started'],
    ['begin date', 'course', 'started'],
  ])('reads from the %s of a %s that it was %s', (label, noun, participle) => {
    expect(participleOf(label, noun)).toBe(participle);
  });

  it.each([
    ['expiry date', 'coupon'],
    ['due date', 'invoice'],
    ['birthday', 'member'],
    ['lead time', 'part'],
  ])('reads no deed from the %s of a %s', (label, noun) => {
    expect(participleOf(label, noun)).toBeNull();
  });
});
