import { describe, expect, it } from '@jest/globals';
import { ModelIndex, type SemanticModel } from '#libs/semantic-model';
import { shopModel } from '../../../test/harness/shop-model.js';
import { propose } from './propose.js';
import { rewordingsOf } from './rewordings.js';

/** The shop, where orders are purchases, and freight is postage. */
function withSynonyms(): SemanticModel {
  const model = shopModel();
  return {
    ...model,
    entities: model.entities.map((entity) => ({
      ...entity,
      name: {
        en: { ...entity.name.en, synonyms: entity.table === 'orders' ? ['purchase'] : [] },
        zh: { ...entity.name.zh, synonyms: entity.table === 'orders' ? ['采购单'] : [] },
      },
      fields: entity.fields.map((field) =>
        field.name === 'freight'
          ? { ...field, label: { ...field.label, en: { ...field.label.en, synonyms: ['postage'] } } }
          : field,
      ),
    })),
  };
}

const all = [...propose(new ModelIndex(withSynonyms()), { language: 'en', perEntity: 60 })];

describe('rewordingsOf', () => {
  it('says the question in synonyms of the model, in the plural too, and keeps the statement', () => {
    const about = all.filter(({ entities, isWhole }) => entities[0] === 'public.orders' && isWhole);
    const wordings = about.flatMap((candidate) => rewordingsOf(candidate, 'en').paraphrases);
    expect(wordings.some((text) => /\bpurchases\b/.test(text))).toBe(true);
    expect(wordings.some((text) => /\bpostage\b/.test(text))).toBe(true);
    expect(about.every(({ sql }) => !/purchase|postage/.test(sql))).toBe(true);
  });

  it('has the wordings of the grammar where nothing has a synonym', () => {
    const [candidate] = all.filter(({ entities }) => entities.every((id) => id === 'public.product'));
    expect(candidate && rewordingsOf(candidate, 'en').paraphrases).toEqual(candidate?.questions);
  });

  it('says the question in the other language', () => {
    const translated = all
      .filter(({ isWhole }) => isWhole)
      .map((candidate) => rewordingsOf(candidate, 'en').translations);
    expect(translated.flat().length).toBeGreaterThan(100);
    for (const { language, question } of translated.flat()) {
      expect(language).toBe('zh');
      expect(question).toMatch(/\p{Script=Han}/u);
    }
  });

  it('translates no question with a name that the other language lacks', () => {
    const model = shopModel();
    const nameless: SemanticModel = {
      ...model,
      entities: model.entities.map((entity) => ({
        ...entity,
        name: { ...entity.name, zh: { ...entity.name.zh, known: entity.table !== 'customer' } },
      })),
    };
    const about = [...propose(new ModelIndex(nameless), { language: 'en', perEntity: 60 })].filter(
      ({ entities, isWhole }) => isWhole && entities.length > 1 && entities.slice(1).includes('public.customer'),
    );
    expect(about.length).toBeGreaterThan(0);
    const translations = about.flatMap((candidate) => rewordingsOf(candidate, 'en').translations);
    expect(translations.map(({ question }) => question).filter((text) => text.includes('customer'))).toEqual([]);
  });

  it('leaves statements of their own to their own wordings', () => {
    const own = all.filter(({ isWhole }) => !isWhole);
    expect(own.length).toBeGreaterThan(0);
    expect(own.every((candidate) => rewordingsOf(candidate, 'en').translations.length === 0)).toBe(true);
  });
});
