import { describe, expect, it } from '@jest/globals';
import { taskParametersSchema } from '#libs/pipeline';
import type { Entity, EntityKind, Relationship, SemanticModel } from '#libs/semantic-model';
import { pairBudget, sharesOf, weightOf } from './budget.js';

const entity = (kind: EntityKind, rowCount: number | null = 100): Entity =>
  ({ id: `public.${kind}`, kind, rowCount, importance: 0.5 }) as Entity;

function modelOf(entities: readonly Entity[], joins = 0): SemanticModel {
  const relationships = Array.from({ length: joins }, () => ({ standing: 'fact' }) as Relationship);
  return { database: 'shop', entities, relationships, metrics: [] };
}

const parameters = (given: object = {}) => taskParametersSchema.parse(given);

describe('pairBudget', () => {
  it('grows with the tables that people ask about and with the joins, and is never less than the themes want', () => {
    expect(pairBudget(modelOf([entity('thing')]), parameters())).toBe(50);
    const shop = [...Array.from({ length: 9 }, () => entity('event')), entity('lookup'), entity('link'), entity('log')];
    expect(pairBudget(modelOf(shop, 10), parameters())).toBe(134);
    expect(pairBudget(modelOf(shop, 10), parameters({ theme_count: 20 }))).toBe(200);
  });

  it('counts neither empty tables nor hints', () => {
    const hint = { ...modelOf([]), relationships: [{ standing: 'hint' } as Relationship] };
    const empty = Array.from({ length: 50 }, () => entity('event', 0));
    expect(pairBudget({ ...hint, entities: empty }, parameters())).toBe(50);
  });

  it('grows slowly in large databases', () => {
    const large = (tables: number) =>
      pairBudget(modelOf(Array.from({ length: tables }, () => entity('thing'))), parameters());
    expect(large(80)).toBe(800);
    expect(large(180)).toBe(1_116);
    expect(large(1_000)).toBeLessThan(2_000);
  });

  it('is the parameter where there is one, even when that is less', () => {
    expect(pairBudget(modelOf([entity('thing')]), parameters({ pairs_per_task: 7 }))).toBe(7);
  });
});

it('gives nothing to empty tables and links, and little to look-ups and logs', () => {
  expect([entity('thing', 0), entity('link')].map(weightOf)).toEqual([0, 0]);
  expect(weightOf(entity('lookup'))).toBeLessThan(weightOf(entity('thing')) / 4);
  expect(weightOf(entity('event', null))).toBe(weightOf(entity('event')));
});

it('shares a number in proportion, without a rest', () => {
  expect(sharesOf([1, 1, 1], 10)).toEqual([4, 3, 3]);
  expect(sharesOf([0, 2, 0.5], 5)).toEqual([0, 4, 1]);
  expect(sharesOf([0, 0], 5)).toEqual([0, 0]);
});
