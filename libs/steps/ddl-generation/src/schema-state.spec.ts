import { describe, expect, it } from '@jest/globals';
import {
  PackedMap,
  parseState,
  stateParts,
  type Fingerprint,
  type ModelBase,
  type TableProposals,
} from '#libs/step-files';
import type { RelationComments } from './comments.js';
import { describedTables } from './schema-state.js';

const HEAD = {
  version: 1 as const,
  execution_id: 'e',
  generated_at: '2026-01-02 03:04:05',
  settings: 's',
  files: { 'a.ddl': 'hash' },
};

/** `order` has been described by a model, `kinds` by its catalog only. */
function described(): ReturnType<typeof describedTables> {
  const fingerprints = new PackedMap<Fingerprint>();
  for (const name of ['public.order', 'public."kinds"\nof {things},']) {
    fingerprints.set(name, {
      structure: name,
      data: 'd',
      columns: { id: 'integer' },
      rules: ['key: PRIMARY KEY (id)'],
    });
  }
  const id = { text: '编号', source: 'catalog' as const };
  const comments = new Map<string, RelationComments>([
    ['public.order', { table: { text: '订单', source: 'model' }, columns: new Map([['id', id]]) }],
    ['public."kinds"\nof {things},', { table: id, columns: new Map() }],
  ]);
  const models = new PackedMap<ModelBase>();
  models.set('public.order', { own: { kind: '"event"' }, fields: {}, relationships: {}, metrics: {} });
  const proposals = new PackedMap<TableProposals>();
  proposals.set('public.order', { name: { zh: '订单' }, synonyms: ['purchase'], columns: [], measures: [] });
  return describedTables(fingerprints, comments, models, proposals);
}

describe('the state of a schema', () => {
  const text = [...stateParts({ ...HEAD, tables: described() })].join('');

  it('is one JSON document with a table a line', () => {
    expect(text.split('\n')).toHaveLength(5);
    expect(Object.keys((JSON.parse(text) as { tables: object }).tables)).toHaveLength(2);
  });

  it('is read as it was written', () => {
    const tables = described();
    const read = parseState(text);
    expect(read).toMatchObject(HEAD);
    expect(read?.tables.names()).toEqual(tables.names());
    for (const name of tables.names()) {
      expect(read?.tables.get(name)).toEqual(tables.get(name));
    }
    expect(parseState([...stateParts({ ...HEAD, tables: new PackedMap() })].join(''))?.tables.names()).toEqual([]);
  });

  it('keeps comments of a model, and not those that are free to rebuild', () => {
    const [order = '', kinds = ''] = described().names();
    expect(described().get(order)?.comments?.table).toEqual({ text: '订单', source: 'model' });
    expect(described().get(kinds)?.comments).toBeNull();
  });

  it.each(['', '{}', 'no state', text.slice(0, 120), text.replace('"structure"', '"other"'), text.slice(0, -40)])(
    'is nothing to compare with when it is broken (%#)',
    (broken) => {
      expect(parseState(broken)).toBeNull();
    },
  );
});
