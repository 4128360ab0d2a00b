import { expect, it } from '@jest/globals';
import { catalogOf, column, reference, relation } from '../../../../test/harness/made-catalog.js';
import type { Column } from '#libs/catalog';
import { deriveSemanticModel } from '../derive.js';

/** The kind of a table whose key is references to barges and crates. */
function kindOf(name: string, ...more: readonly Column[]): string | undefined {
  const ends = ['barge', 'crate'].map((end) => relation(end, [column('id', 'integer'), column('name')]));
  const keys = ['barge_id', 'crate_id'];
  const made = relation(name, [...keys.map((key) => column(key, 'integer')), ...more], {
    primaryKey: { name: `${name}_pkey`, columns: keys, definition: '' },
    foreignKeys: keys.map((key) => reference(key, key.replace('_id', ''), 'id')),
  });
  const { entities } = deriveSemanticModel(catalogOf(made, ...ends), () => undefined);
  return entities.find(({ table }) => table === name)?.kind;
}

const stowed = column('stowed_at', 'date');

it('a table named by its two ends joins them, with a time or a number of its own', () => {
  expect(kindOf('barge_crate')).toBe('link');
  expect(kindOf('barge_crates', stowed)).toBe('link');
  expect(kindOf('crate_barge', stowed, column('leg', 'integer'))).toBe('link');
});

it('a table with a noun or a figure of its own is none', () => {
  expect(kindOf('stowage', stowed)).not.toBe('link');
  expect(kindOf('barge_crate_inspection', stowed)).not.toBe('link');
  expect(kindOf('barge_crate', column('amount', 'numeric'))).not.toBe('link');
});
