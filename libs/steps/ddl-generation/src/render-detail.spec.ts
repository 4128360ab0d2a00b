import { expect, it } from '@jest/globals';
import { column, measured, profileOf, reference, relation } from '../../../../test/harness/made-catalog.js';
import { LANGUAGES, type Language } from '#libs/language';
import { detailLineKind, withoutExamples, type DetailLineKind } from '#libs/step-files';
import { renderDetail } from './render-detail.js';

const columns = [
  column('id', 'integer'),
  column('shop'),
  column('buyer'),
  column('amount', 'integer'),
  column('spare'),
];
const keys = [reference('shop', 'shop', 'id'), { ...reference('buyer', 'buyer', 'id'), inferred: true }];
const sale = relation('sale', columns, { foreignKeys: keys });
const line = relation('line', [column('sale')], { foreignKeys: [reference('sale', 'sale', 'id')] });

function documentOf(language: Language): string {
  return renderDetail({
    relation: sale,
    comments: { table: null, columns: new Map([['amount', { text: 'Betrag', source: 'catalog' }]]) },
    profile: profileOf(
      'sale',
      100,
      measured('amount', { min: '1', max: '99' }),
      measured('shop', { enumeration: ['A', 'B'], sampleValues: ['A', 'B'] }),
      measured('spare', { topValues: [{ value: 'A', share: 0.5 }] }),
    ),
    incoming: line.foreignKeys.map((key) => ({ from: line, key })),
    language,
  });
}

it.each(LANGUAGES)('readers know the lines of a document by its words: %s', (language) => {
  const document = withoutExamples(documentOf(language));
  const kinds = document
    .split('\n')
    .filter((text) => text.startsWith('- '))
    .map(detailLineKind);
  const expected: Record<string, DetailLineKind[]> = {
    columns: ['frame', 'frame', 'frame', 'telling', 'plain'],
    notes: ['frame', 'frame', 'telling', 'frame'],
    profile: ['plain', 'plain', 'telling', 'telling'],
    relations: ['frame', 'frame', 'frame'],
  };
  expect({ document, kinds }).toEqual({ document, kinds: Object.values(expected).flat() });
});

it.each(LANGUAGES)('readers find the examples of a document: %s', (language) => {
  const document = documentOf(language);
  expect(document).toContain('A, B]');
  expect(withoutExamples(document)).not.toContain('A, B]');
});

it('a note on a composite key is one of the lines that stay', () => {
  const primaryKey = { name: 'p', columns: ['id', 'shop'], definition: '' };
  for (const language of LANGUAGES) {
    const document = renderDetail({
      relation: { ...sale, primaryKey },
      comments: { table: null, columns: new Map() },
      profile: undefined,
      incoming: [],
      language,
    });
    const note = document.split('\n').find((text) => text.endsWith('id, shop'));
    expect(detailLineKind(note ?? '- ')).toBe('frame');
  }
});
