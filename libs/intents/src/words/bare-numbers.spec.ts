import { expect, it } from '@jest/globals';
import { ModelIndex } from '#libs/semantic-model';
import { entity, field, modelOf, names } from '../../../../test/harness/model-builder.js';
import { key, name } from '../../../../test/harness/shop-things.js';
import { propose } from '../index.js';

/** Questions about the sums of a column of rosters. */
function sums(en: string, zh: string, language: 'en' | 'zh'): string[] {
  const seats = field('total_num', 'integer', names(en, zh), {
    role: 'measure',
    additivity: 'additive',
    range: { min: '1', max: '90' },
    distinctCount: 80,
  });
  const roster = entity('roster', names('roster', '班表/张'), [key(), name('name', '名称'), seats], { rowCount: 900 });
  const candidates = [...propose(new ModelIndex(modelOf([roster], [])), { language })];
  return candidates.filter(({ kind }) => kind === 'sum').flatMap(({ questions }) => questions);
}

it('are not said in the language that does not tell what they number', () => {
  expect(sums('total number', '座位总数', 'en')).toEqual([]);
  expect(sums('total number', '座位总数', 'zh')).not.toEqual([]);
  expect(sums('number of seats', '总数', 'zh')).toEqual([]);
  expect(sums('number of seats', '总数', 'en')).not.toEqual([]);
});
