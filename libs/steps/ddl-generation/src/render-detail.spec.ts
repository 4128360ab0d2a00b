import { expect, it } from '@jest/globals';
import { column, measured, profileOf, relation } from '../../../../test/harness/made-catalog.js';
import { entity, field, modelOf, names, relationship } from '../../../../test/harness/model-builder.js';
import { LANGUAGES, type Language } from '#libs/language';
import { detailLineKind, withoutExamples, type DetailLineKind } from '#libs/step-files';
import { renderDetail } from './render-detail.js';
import { tableMeanings } from './table-meaning.js';

const columns = [
  column('id', 'integer'),
  column('shop'),
  column('buyer'),
  column('amount', 'integer'),
  column('spare'),
];
const sale = relation('sale', columns);
const meaning = tableMeanings(
  modelOf(
    [
      entity(
        'sale',
        names('sale', '销售单/笔'),
        [
          field('id', 'integer', names('id', '编号'), { role: 'key' }),
          field('shop', 'text', names('shop', '门店'), {
            role: 'dimension',
            values: ['A', 'B'].map((text) => ({ value: text, share: 0.5, meaning: null })),
            valuesComplete: true,
          }),
          field('buyer', 'text', names('buyer', '买家'), { role: 'reference' }),
          field('amount', 'integer', names('amount', '金额'), { role: 'measure', additivity: 'additive' }),
          field('spare', 'text', names('spare', '备用'), { role: 'dimension' }),
        ],
        {},
      ),
      entity('shop', names('shop', '门店'), [], {}),
      entity('buyer', names('buyer', '买家'), [], {}),
      entity('line', names('line', '明细'), [field('sale', 'integer', names('sale', '销售单'))], {}),
    ],
    [
      relationship('sale.shop → shop.id'),
      relationship('sale.buyer → buyer.id', { declared: false }),
      relationship('line.sale → sale.id'),
    ],
  ),
)('public.sale');

function documentOf(language: Language, primaryKey = sale.primaryKey): string {
  return renderDetail({
    relation: { ...sale, primaryKey },
    comments: { table: null, columns: new Map([['amount', { text: 'Betrag', source: 'catalog' }]]) },
    profile: profileOf(
      'sale',
      100,
      measured('amount', { min: '1', max: '99' }),
      measured('shop', { sampleValues: ['A', 'B'] }),
      measured('spare', { topValues: [{ value: 'A', share: 0.5 }] }),
    ),
    meaning,
    lookups: new Map(),
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
    profile: ['plain', 'telling', 'telling'],
    relations: ['frame', 'frame', 'frame'],
  };
  expect({ document, kinds: kinds.slice(0, 15) }).toEqual({ document, kinds: Object.values(expected).flat() });
});

it.each(LANGUAGES)('readers find the examples of a document: %s', (language) => {
  const document = documentOf(language);
  expect(document).toContain('A, B]');
  expect(withoutExamples(document)).not.toContain('A, B]');
});

it.each(LANGUAGES)(
  'examples are values, also those with brackets; of JSON the notes tell the shape: %s',
  (language) => {
    const event = relation('event', [
      column('during', 'tstzrange'),
      column('extra', 'jsonb', { baseTypeOid: 3802 }),
      column('extras', 'json[]', { baseTypeOid: 114, isArray: true }),
    ]);
    const shape = '{tags: [string]}';
    const document = renderDetail({
      relation: event,
      comments: { table: null, columns: new Map() },
      profile: profileOf(
        'event',
        100,
        measured('during', { sampleValues: ['["2024-01-01 00:00:00+00","2024-02-01 00:00:00+00"]', '[2024-03-01,)'] }),
        measured('extra', { sampleValues: [shape] }),
        measured('extras', { sampleValues: [shape] }),
      ),
      meaning: undefined,
      lookups: new Map(),
      language,
    });
    const fields = document.split('\n').filter((text) => /^- (during|extras?) \(/.test(text));
    expect(fields.map((text) => text.includes('2024-01-01'))).toEqual([true, false, false]);
    expect(fields.join()).not.toContain(shape);
    expect(document.split(shape)).toHaveLength(3);
    expect(withoutExamples(document)).not.toMatch(/2024|,\)/);
  },
);

it('a note on a composite key is one of the lines that stay', () => {
  for (const language of LANGUAGES) {
    const document = documentOf(language, { name: 'p', columns: ['id', 'shop'], definition: '' });
    const note = document.split('\n').find((text) => text.endsWith('id, shop'));
    expect(detailLineKind(note ?? '- ')).toBe('frame');
  }
});
