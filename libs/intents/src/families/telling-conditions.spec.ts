import { describe, expect, it } from '@jest/globals';
import { ModelIndex, type FieldValue } from '#libs/semantic-model';
import { entity, field, modelOf, names, relationship, value } from '../../../../test/harness/model-builder.js';
import { linkedRowConditions } from './condition-parts.js';
import { proposeFor } from '../propose.js';

function questionsOf(
  kind: string,
  { titles = [], levels = [] }: { titles?: string[]; levels?: FieldValue[] },
): string[] {
  const branch = entity(
    'branch',
    names('branch/branches', '网点/个'),
    [
      field('id', 'integer', names('id', '编号'), { role: 'key' }),
      field('name', 'text', names('name', '名称'), { values: titles.map((title) => value(title, 1 / titles.length)) }),
      field('level', 'text', names('level', '级别'), {
        role: 'dimension',
        values: levels,
        distinctCount: levels.length,
      }),
    ],
    { rowCount: 100 },
  );
  const index = new ModelIndex(modelOf([branch], []));
  const candidates = [...proposeFor(index, branch, { language: 'en', perEntity: 500 })];
  return candidates.filter((candidate) => candidate.kind === kind).flatMap(({ questions }) => questions);
}

describe('conditions tell rows apart', () => {
  it('lists of values leave out a part of the rows, and keep one', () => {
    const shares = (...all: number[]) => all.map((share, at) => value(`L${at}`, share));
    const all = (levels: FieldValue[]): string => questionsOf('one_of_values', { levels }).join();
    expect(all(shares(0.5, 0.49, 0.01))).toBe('');
    expect(all(shares(0.6, 0.3, 0.05, 0.05))).toMatch(/"L2" or "L3".*other than "L0" or "L1"/);
  });

  it('does not ask for owners without rows when few have any', () => {
    const id = field('id', 'integer', names('id', '编号'), { role: 'key' });
    const keeper = entity(
      'keeper',
      names('keeper', '饲养员/位'),
      [id, field('name', 'text', names('name', '姓名'), {})],
      {
        rowCount: 200,
      },
    );
    const permit = entity(
      'permit',
      names('permit', '许可证/张'),
      [id, field('keeper_id', 'integer', names('keeper id', '饲养员编号'), { role: 'reference' })],
      { rowCount: 300 },
    );
    const negated = (distinctCount: number): boolean[] => {
      const joins = [relationship('permit.keeper_id → keeper.id', { distinctCount })];
      return linkedRowConditions(new ModelIndex(modelOf([keeper, permit], joins)), keeper).map(
        (leaf) => leaf.form === 'exists' && leaf.negated,
      );
    };
    expect(negated(90)).toContain(true);
    expect(negated(8)).toEqual([false]);
  });

  it('names are not searched for the word that the rows are called by, nor for one that nearly all have', () => {
    const search = (titles: string[]): string[] => questionsOf('name_search', { titles });
    expect(search(['Harbour Branch', 'Station Branch', 'Market Branch', 'Airport', 'Centre'])).toEqual([]);
    expect(search(['North Plaza', 'South Plaza', 'West Plaza', 'East Plaza', 'Centre'])).toEqual([]);
    expect(search(['North Plaza', 'South Plaza', 'Harbour', 'Centre', 'Airport']).join()).toContain('"Plaza"');
  });
});
