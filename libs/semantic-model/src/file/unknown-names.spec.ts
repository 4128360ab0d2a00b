import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { again, column, replaced, rerun, warningsOf, written } from './model-file-runs.fixture.js';
import { fieldOf, joinOf, shopModel } from './shop-model.fixture.js';

describe('what does not exist', () => {
  it('is named with the nearest name, kept in the file, and has no effect', () => {
    const applied = rerun((text) =>
      [
        replaced(
          '  - name: public.orders\n',
          '  - name: public.ordres\n    kind: log\n    fields: [{name: a, label: x}]\n  - name: public.orders\n',
        ),
        replaced('      - name: status\n', '      - name: statsu\n        label: {en: state}\n      - name: status\n'),
        replaced('role: dimension', 'role: dimensoin'),
        replaced('primary_key: [id]', 'primary_key: [idd]'),
        replaced('kind: event', 'knid: event\n    kind: event\n    note: ask Ann'),
        replaced(
          'relationships:\n',
          'relationships:\n  - {name: j, from: public.items, to: public.order, from_columns: [id], to_columns: [id]}\n  - {name: k, from: public.items, to: public.orders, from_columns: [ordr_id], to_columns: [id]}\n',
        ),
      ].reduce((sum, change) => change(sum), text),
    );
    const expected = [
      /line \d+: there is no table public\.ordres; the nearest name is public\.orders\./,
      /public\.orders has no column statsu; the nearest name is status/,
      /public\.orders\.status has a value of role that is not possible; the nearest name is dimension/,
      /public\.customers has no column idd; the nearest name is id/,
      /the key knid of public\.orders is unknown; the nearest name is kind/,
      /there is no table public\.order; the nearest name is public\.orders/,
      /public\.items has no column ordr_id; the nearest name is order_id/,
    ];
    expect(applied.warnings).toHaveLength(expected.length);
    expected.forEach((pattern) => expect(warningsOf(applied)).toContainEqual(expect.stringMatching(pattern)));
    expect(applied.model).toEqual(shopModel());
    const next = again(applied);
    expect(next.warnings).toHaveLength(expected.length);
    expect(parse(written(next))).toMatchObject({
      datasets: [
        {},
        {},
        { note: 'ask Ann' },
        { name: 'public.ordres', kind: 'log', fields: [{ name: 'a', label: 'x' }] },
      ],
    });
  });

  it('goes without a word when the database lost it', () => {
    const now = shopModel();
    const smaller = {
      ...now,
      entities: now.entities
        .filter(({ id }) => id !== 'public.customers')
        .map((entity) => ({ ...entity, fields: entity.fields.filter(({ name }) => name !== 'status') })),
      relationships: now.relationships.slice(0, 1),
    };
    const applied = rerun((text) => text, smaller);
    expect(applied.warnings).toEqual([]);
    expect(applied.model).toEqual(smaller);
  });

  it('may have the names of what JavaScript knows', () => {
    const base = shopModel();
    const odd = {
      ...base,
      entities: base.entities.map((entity) => ({
        ...entity,
        fields: [
          ...entity.fields,
          fieldOf('constructor'),
          fieldOf('__proto__', { role: 'reference' }),
          fieldOf('toString'),
        ],
      })),
      relationships: [joinOf('items', '__proto__', 'orders', { id: 'valueOf' }), ...base.relationships],
    };
    expect(rerun((text) => text, odd, odd).model).toEqual(odd);
    const { model } = rerun(replaced(/(- name: __proto__\n\s+label: )\{.*\}/, '$1{en: mine}'), odd, odd);
    expect(column(model, 'public.customers', '__proto__')?.label.en.text).toBe('mine');
  });
});
