import { describe, expect, it } from '@jest/globals';
import { commentMeanings, initialMeanings } from './comment-meanings.js';

describe('codes in a comment', () => {
  it.each([
    ['病床状态（0空闲 1占用 2维修）', '0空闲 1占用 2维修'],
    ['0空闲 1占用', '0空闲 1占用'],
    ['结算方式：0=自费,1=医保', '0自费 1医保'],
    ['1-门诊；2-住院', '1门诊 2住院'],
    ['类型 1：普通 2：急诊', '1普通 2急诊'],
    ['1 = Booked; 2 = Checked in; 3 = No show', '1Booked 2Checked in 3No show'],
    ['Meal plan. B = Breakfast, H = Half board', 'BBreakfast HHalf board'],
    ['0: no 1: yes', '0no 1yes'],
    ['Refundable (Y/N)', 'Yyes Nno'],
    ['BRD board, ALT alight, TRF transfer', 'BRDboard ALTalight TRFtransfer'],
    ['0 open / 1 waiting for parts / 2 done', '0open 1waiting for parts 2done'],
    ['1 approved, 2 pending papers, 9 do not use', '1approved 2pending papers 9do not use'],
    ['Move: IN received; OUT issued.', 'INreceived OUTissued'],
    ['204/210/214', ''],
    ['USA and Canada, UK later', ''],
    ['房间号，例如 301', ''],
    ['Price of 2 nights', ''],
    ['时间 2024-01-01 起', ''],
  ])('%s', (comment, expected) => {
    const pairs = [...commentMeanings(comment)].map(([code, meaning]) => `${code}${meaning}`);
    expect(pairs.join(' ')).toBe(expected);
  });
});

describe('codes that are first letters', () => {
  it.each([
    ['Pass / Fail / Warning', ['P', 'F'], 'P pass F fail W warning'],
    ['small, medium, large', ['S', 'M', 'L'], 'S small M medium L large'],
    ['Pass / Fail', ['P', 'X'], ''],
    ['Open / Overdue', ['O', 'P'], ''],
    ['Pass', ['P', 'F'], ''],
  ])('%s for %j', (comment, codes, expected) => {
    expect([...initialMeanings(comment, codes)].flat().join(' ')).toBe(expected);
  });
});
