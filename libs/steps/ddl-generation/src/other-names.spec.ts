import { describe, expect, it } from '@jest/globals';
import { field, names } from '../../../../test/harness/model-builder.js';
import type { ByLanguage, Language } from '#libs/language';
import type { Field, Name } from '#libs/semantic-model';
import { documentsOf } from './documents.fixture.js';

function named(en: string, zh: string, more: Partial<Record<Language, string[]>>): ByLanguage<Name> {
  const label = names(en, zh);
  return {
    en: { ...label.en, synonyms: more.en ?? [] },
    zh: { ...label.zh, synonyms: more.zh ?? [] },
  };
}

const aliases = (fields: readonly Field[], language: Language): string | undefined =>
  documentsOf(fields)(language).detail.at(-1);

describe('the other names of columns', () => {
  const phone = field('phone', 'text', named('phone', '电话', { en: ['telephone'], zh: ['电话号码'] }));

  it('begin with those of the language of the document', () => {
    expect(aliases([phone], 'en')).toContain('phone telephone / 电话 / 电话号码');
    expect(aliases([phone], 'zh')).toContain('phone 电话号码 / telephone');
  });

  it.each([
    ['a label', 'custst', 'state'],
    ['an identifier', 'state', 'situation'],
  ])('are no names that another column has as %s', (_, other, label) => {
    const status = field('status', 'text', named('status', '状态', { en: ['state', 'standing'] }));
    const state = field(other, 'text', named(label, '州/省', {}));
    const line = aliases([status, state], 'en') ?? '';
    expect(line).toContain('status standing / 状态');
    expect(line).not.toContain('status state');
  });
});
