import { describe, expect, it } from '@jest/globals';
import { ModelIndex, type Entity } from '#libs/semantic-model';
import { entity, field, modelOf, names, value } from '../../../../test/harness/model-builder.js';
import { intentOf, type Condition, type Leaf } from '../intent.js';
import { fieldRef } from '../paths.js';
import { propose } from '../propose.js';
import { CERTAINTY } from './by-language.js';

const { isThing, isColumn, isCondition, isTimeOf, isQuestion } = CERTAINTY.en;

const parcel = entity(
  'parcel',
  names('parcel', '包裹'),
  [
    field('sent_on', 'date', names('sent date', '寄出日期'), { role: 'time' }),
    field('damage_on', 'date', names('damage date', '损坏日期'), { role: 'time' }),
    field('claimed_on', 'date', names('claimed date', '索赔日期'), { role: 'time' }),
    field('state', 'text', names('status', '状态'), { role: 'dimension' }),
    field('carrier', 'text', names('carrier', '承运商'), { role: 'dimension' }),
  ],
  { kind: 'event', time: 'sent_on', title: [] },
);
const ref = (name: string) => {
  const found = parcel.fields.find((own) => own.name === name);
  if (!found) {
    throw new Error(`no ${name}`);
  }
  return fieldRef(parcel, [], found);
};
const is = (column: string, text: string, meaning: string | null = null): Leaf => ({
  form: 'compare',
  of: ref(column),
  by: '=',
  value: value(text, 0.2, meaning === null ? null : { en: meaning, zh: '已知' }),
});

describe('names that are sure', () => {
  it.each(['parcel', 'KYC check', 'fee paid', 'gas station', 'boat', 'add-on'])('rows are called %s', (name) => {
    expect(isThing(name)).toBe(true);
  });

  it.each(['HSK task', 'room room', 'lost', 'ZQ', 'report attach', 'closed', 'sub plan'])('no row is a %s', (name) => {
    expect(isThing(name)).toBe(false);
  });

  it.each(['weight KG', 'amount paid', 'SKU', 'valid from'])('rows have a %s', (name) => {
    expect(isColumn(name, null)).toBe(true);
  });

  it.each(['since', 'CLM status', 'room STA', 'technical'])('rows have no %s', (name) => {
    expect(isColumn(name, null)).toBe(false);
  });

  it('are not asked of Chinese', () => {
    expect(CERTAINTY.zh.isThing('room room')).toBe(true);
  });
});

describe('values that people say', () => {
  it.each([
    ['state', 'waiting', null],
    ['state', 'W', 'waiting'],
    ['carrier', 'DHL', null],
    ['state', 'P3', null],
  ])('%s %s', (column, text, meaning) => {
    expect(isCondition(is(column, text, meaning), parcel)).toBe(true);
  });

  it.each([
    ['state', 'W', null],
    ['state', 'xch', null],
    ['state', 'CLM', null],
    ['state', '已签收', null],
    ['state', 'VNDX', 'vndx'],
  ])('but no code: %s %s', (column, text, meaning) => {
    expect(isCondition(is(column, text, meaning), parcel)).toBe(false);
  });
});

describe('the time of rows', () => {
  it.each([
    ['sent_on', true],
    ['damage_on', false],
  ])('%s: %s', (column, isSure) => {
    expect(isTimeOf(ref(column), parcel)).toBe(isSure);
  });

  it('is not that of a later state with a date of its own', () => {
    const dimensions = [{ form: 'time', of: ref('sent_on'), bucket: 'month' }] as const;
    const asked = (where: Condition): boolean => isQuestion(intentOf(parcel, { where, dimensions }));
    expect(asked(is('state', 'claimed'))).toBe(false);
    expect(asked(is('state', 'waiting'))).toBe(true);
    expect(isQuestion(intentOf(parcel, { where: is('state', 'claimed') }))).toBe(true);
    expect(asked({ form: 'null', of: ref('claimed_on'), negated: false })).toBe(false);
  });
});

describe('tables without a sure name', () => {
  const key = field('id', 'integer', names('ID', '编号'), { role: 'key' });
  const unsure = entity('hsk_task', names('HSK task', '客房任务'), [key], { rowCount: 50 });
  const guessed = entity('rm_act', names('room act', '房间实际'), [key], { rowCount: 50 });
  const { zh } = guessed.name;
  const inChinese: Entity = { ...guessed, name: { ...guessed.name, zh: { ...zh, isGuessed: true } } };
  const sure = ['guest', 'stay', 'invoice'].map((table) =>
    entity(table, names(table, '客人'), [key], { rowCount: 50 }),
  );
  const asked = (entities: readonly Entity[], language: 'en' | 'zh') =>
    [...propose(new ModelIndex(modelOf([...entities], [])), { language })].flatMap(({ questions }) => questions);

  it('are asked about by their identifiers where nothing else can be asked', () => {
    expect(asked([unsure], 'en')).toContain('How many `hsk_task` are there?');
    const chinese = asked([inChinese], 'zh');
    expect(chinese.length).toBeGreaterThan(0);
    expect(chinese.every((question) => question.includes('`rm_act`'))).toBe(true);
  });

  it('are not asked about next to those that have one', () => {
    expect(asked([unsure, ...sure], 'en').join()).not.toMatch(/hsk/i);
    expect(asked([inChinese, ...sure], 'zh').join()).not.toMatch(/rm_act|房间实际/);
  });
});
