import { describe, expect, it } from '@jest/globals';
import { LANGUAGES, type ByLanguage } from '#libs/language';
import { shopModel as makeShopModel } from '../../../../../test/harness/shop-model.js';
import { unanswerableQuestions } from './unanswerable-questions.js';

const shopModel = makeShopModel();
const IS_CHINESE: ByLanguage<boolean> = { zh: true, en: false };

describe('unanswerableQuestions', () => {
  it.each(LANGUAGES)('ask in %s for measures that the model lacks, each once', (language) => {
    const found = unanswerableQuestions(shopModel, language, 10);
    expect(found.length).toBeGreaterThan(3);
    expect(new Set(found.map(({ question }) => question)).size).toBe(found.length);
    expect(found.every((one) => one.language === language)).toBe(true);
    expect(found.every(({ question }) => /\p{Script=Han}/u.test(question) === IS_CHINESE[language])).toBe(true);
  });

  it('leave out what a column could answer under this or a near name', () => {
    const all = unanswerableQuestions(shopModel, 'en', 100).map(({ question }) => question);
    expect(all.some((question) => question.includes('humidity'))).toBe(true);
    // The shop has reviews with ratings.
    expect(all.some((question) => question.includes('satisfaction'))).toBe(false);
    const [first, ...others] = shopModel.entities;
    const moist = { ...shopModel, entities: [{ ...first!, description: 'with its moisture' }, ...others] };
    const left = unanswerableQuestions(moist, 'en', 100).map(({ question }) => question);
    expect(left.some((question) => question.includes('humidity'))).toBe(false);
  });

  it('are none where no entity has a name', () => {
    expect(unanswerableQuestions({ ...shopModel, entities: [] }, 'en', 10)).toEqual([]);
  });
});
