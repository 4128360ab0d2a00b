import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { BUILT_IN_DIMENSIONS, BUILT_IN_MODEL, BuiltInEmbedder } from './built-in-embedder.js';

const embedder = new BuiltInEmbedder();

function embed(text: string): Float32Array {
  return embedder.embed(text) ?? new Float32Array();
}

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

function nearest(asked: string, texts: readonly string[]): string | undefined {
  const query = embed(asked);
  return texts.toSorted((a, b) => cosine(embed(b), query) - cosine(embed(a), query))[0];
}

const TABLES = [
  'create table loan_contract (contract_no text, borrower_id bigint, interest_rate numeric, signed_on date);',
  'create table hospitalAdmission ("admissionId" bigint, "patientId" bigint, "wardCode" text, "dischargedAt" date);',
  'create table flightseat (flightid bigint, seatnumber text, passengername text, fare numeric);',
  'create table student_enrollment (student_id bigint, course_id bigint, semester text, grade numeric);',
  'create table 设备巡检记录 (设备编号 bigint, 巡检时间 timestamp, 巡检员 text, 故障描述 text);',
];

describe('the built-in embedder', () => {
  it('gives unit vectors of the stated length', () => {
    for (const text of ['订单 orders', 'xqzv', '2024', '!!! ???', 'a', '的', '𠮷野家']) {
      expect(embed(text)).toHaveLength(BUILT_IN_DIMENSIONS);
      expect(Math.hypot(...embed(text))).toBeCloseTo(1, 5);
    }
  });

  it.each(['', ' \t\n', '\u3000'])('has no vector for the blank text %j', (text) => {
    expect(embedder.embed(text)).toBeNull();
  });

  it('is the same on every platform and in every release under one name', () => {
    const rounded = embed('营业额 monthly revenue of sbtxcustid 2024').map((value) => Math.round(value * 1e4));
    const digest = createHash('sha256').update(new Uint8Array(rounded.buffer)).digest('hex');
    expect([BUILT_IN_MODEL, digest]).toEqual([
      'built-in-zh-en-v1-768',
      'eeaa136044de45ecb228ddcd78e0b40cd700c3942826e28d274f21001aecd399',
    ]);
  });

  it.each([
    ['贷款合同的平均利率是多少？', 0],
    ['Which borrowers pay the highest interest?', 0],
    ['上个月有多少病人出院？', 1],
    ['patients admitted to each ward', 1],
    ['每个航班还剩多少座位？', 2],
    ['average ticket price of a flight', 2],
    ['这学期选修该课程的学生成绩', 3],
    ['pupils registered for a class', 3],
    ['which equipment failed at inspection', 4],
    ['设备故障最多的巡检员', 4],
  ])('finds the table of %j in whichever language it is named', (question, expected) => {
    expect(nearest(question, TABLES)).toBe(TABLES[expected]);
  });

  it('knows words that are near in meaning and share no letters', () => {
    const texts = ['movie rentals', 'car dealers', 'blood pressure', 'bank transfers'];
    expect(nearest('films that were hired', texts)).toBe('movie rentals');
    expect(nearest('vehicle sellers', texts)).toBe('car dealers');
    expect(nearest('转账', texts)).toBe('bank transfers');
  });

  it('finds names that no dictionary has, also when they are nearly equal', () => {
    const texts = ['zorblax_qm', 'krintovar_aa', 'plumdrox_bz'];
    expect(nearest('krintovars', texts)).toBe('krintovar_aa');
    expect(nearest('ZORBLAX', texts)).toBe('zorblax_qm');
  });

  it('spells out abbreviations of column names', () => {
    const texts = ['customer quantity', 'employee salary', 'transaction amount'];
    expect(nearest('cust_qty', texts)).toBe('customer quantity');
    expect(nearest('txn_amt', texts)).toBe('transaction amount');
  });

  it('takes full-width, half-width, upper and lower case for the same', () => {
    expect(embed('ＡＢＣ１２３ 表')).toEqual(embed('abc123 表'));
  });

  it('embeds a text of 100 KB, of words as of one run of letters', () => {
    for (const text of ['orders 订单 '.repeat(8_000), 'q'.repeat(100_000), '订'.repeat(50_000)]) {
      expect(Math.hypot(...embed(text))).toBeCloseTo(1, 4);
    }
  });

  it('has a data file of at most 16 MB', () => {
    expect(statSync(new URL('../data/words.bin', import.meta.url)).size).toBeLessThan(16_000_000);
  });
});
