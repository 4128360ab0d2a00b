import { describe, expect, it } from '@jest/globals';
import { LANGUAGES, type ByLanguage } from '#libs/language';
import type { SemanticModel } from '#libs/semantic-model';
import { shopModel as makeShopModel } from '../../../../../test/harness/shop-model.js';
import { unanswerableQuestions } from './unanswerable-questions.js';

const shopModel = makeShopModel();
const IS_CHINESE: ByLanguage<boolean> = { zh: true, en: false };

/** The English questions about what is lacking, where the first entity of the model is another. */
function questions(lacks: string, first: Partial<SemanticModel['entities'][number]> = {}): string[] {
  const [entity, ...others] = shopModel.entities;
  const model = { ...shopModel, entities: [{ ...entity!, ...first }, ...others] };
  return unanswerableQuestions(model, 'en', 100)
    .filter((one) => one.lacks === lacks)
    .map(({ question }) => question);
}

describe('unanswerableQuestions', () => {
  it.each(LANGUAGES)('ask in %s for figures, attributes and years that the model lacks, each once', (language) => {
    const found = unanswerableQuestions(shopModel, language, 10);
    expect([...new Set(found.map(({ lacks }) => lacks))]).toEqual(['measure', 'attribute', 'period']);
    expect(new Set(found.map(({ question }) => question)).size).toBe(found.length);
    expect(found.every((one) => one.language === language)).toBe(true);
    expect(found.every(({ question }) => /\p{Script=Han}/u.test(question) === IS_CHINESE[language])).toBe(true);
    expect(found.every(({ tables = [] }) => shopModel.entities.some(({ id }) => tables.includes(id)))).toBe(true);
  });

  it('leave out what a column could answer under this or a near name', () => {
    const measures = questions('measure');
    expect(measures.some((question) => question.includes('humidity'))).toBe(true);
    // The shop has reviews with ratings.
    expect(measures.some((question) => question.includes('satisfaction'))).toBe(false);
    const moist = questions('measure', { description: 'with its moisture' });
    expect(moist.some((question) => question.includes('humidity'))).toBe(false);
    const named = questions('attribute', { description: '客户的血型' });
    expect(questions('attribute').some((question) => question.includes('blood type'))).toBe(true);
    expect(named.some((question) => question.includes('blood type'))).toBe(false);
  });

  it('ask people for what people have, and goods for what goods have', () => {
    for (const question of questions('attribute')) {
      const isOfPeople = /blood type|marital status|nationality|religion|occupation|education level|hobby/.test(
        question,
      );
      expect([question, /\b(customers?|employees?)\b/.test(question)]).toEqual([question, isOfPeople]);
    }
  });

  it('ask for no attribute where any may be one: names with values, JSON', () => {
    const attribute = { zh: { text: '属性', synonyms: [] }, en: { text: 'attribute', synonyms: [] } };
    expect(questions('attribute', { name: attribute as unknown as ByLanguage<never> })).toEqual([]);
    const open = {
      ...shopModel,
      entities: shopModel.entities.map((entity) => ({
        ...entity,
        fields: [...entity.fields, { ...entity.fields[0]!, name: 'more', type: 'jsonb' }],
      })),
    };
    expect(unanswerableQuestions(open, 'en', 100).filter(({ lacks }) => lacks !== 'period')).toEqual([]);
  });

  it.each(LANGUAGES)('ask in %s for nothing of a year that 0 would answer', (language) => {
    const periods = unanswerableQuestions(shopModel, language, 10).filter(({ lacks }) => lacks === 'period');
    expect(periods.length).toBeGreaterThan(0);
    for (const { question, sql = '' } of periods) {
      expect(question).toMatch(/average|mean|平均/);
      expect(sql).toMatch(/\bavg\(/i);
      expect(sql).not.toMatch(/count\(|sum\(|coalesce/i);
    }
  });

  it('ask for years that no date of the rows reaches', () => {
    const periods = unanswerableQuestions(shopModel, 'en', 10).filter(({ lacks }) => lacks === 'period');
    expect(periods.length).toBeGreaterThan(0);
    for (const { question, sql = '', tables: [table] = [] } of periods) {
      const asked = Number(/\b(19|20)\d\d\b/.exec(question)?.[0]);
      const entity = shopModel.entities.find(({ id }) => id === table);
      const years = (entity?.fields ?? [])
        .filter(({ typeCategory }) => typeCategory === 'D')
        .flatMap(({ range }) => [range?.min ?? '', range?.max ?? ''].map((end) => Number(end.slice(0, 4))));
      expect(asked < Math.min(...years) || asked > Math.max(...years)).toBe(true);
      expect(sql).toContain(String(asked));
    }
  });

  it('are none where no entity has a name', () => {
    expect(unanswerableQuestions({ ...shopModel, entities: [] }, 'en', 10)).toEqual([]);
  });
});
