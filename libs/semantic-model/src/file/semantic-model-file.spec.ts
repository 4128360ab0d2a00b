import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { LANGUAGES, type Text } from '#libs/language';
import { hasEdits } from './applied-edits.js';
import { applyEdits } from './apply-edits.js';
import { FILE, first, rerun, written } from './model-file-runs.fixture.js';
import { readModelFile } from './read-model-file.js';
import { shopModel } from './shop-model.fixture.js';
import { flowText } from './yaml-text.js';

const EVIDENCE: Text = { zh: '数据 0.7', en: 'data 0.7' };

describe('the file', () => {
  it.each(LANGUAGES)('reads as YAML and says everything in the terms of the model (%s)', (language) => {
    const text = first(shopModel(), language);
    const file: unknown = parse(text);
    expect(file).toMatchObject({
      version: 1,
      database: 'shop',
      complete: true,
      datasets: [
        { name: 'public.customers' },
        { name: 'public.items' },
        {
          name: 'public.orders',
          label: { zh: 'orders', en: 'order' },
          kind: 'event',
          primary_key: ['id'],
          time: 'ordered_at',
          description: 'Orders of customers.',
          evidence: { kind: EVIDENCE[language] },
          fields: [
            {},
            {},
            {
              description: 'State: 0 open, 1 closed # "quoted"',
              values: { '0': { en: 'open', zh: '处理中' }, '1': { en: 'closed', zh: '已完成' } },
            },
            {},
            {},
          ],
        },
      ],
      relationships: [{}, {}, { standing: 'hint', from: 'public.items', to_columns: ['id'] }],
      metrics: [{ expression: 'price * quantity * (1 - discount)', unit: { code: 'CNY' } }],
    });
  });

  it('tells at its top how to edit it, in the language of the task', () => {
    expect(first(shopModel(), 'zh')).toMatch(/^# 数据库 shop 的语义模型/);
    expect(first()).toMatch(/^# Semantic model of the database shop/);
  });

  it('is not read as edited when it is as written', () => {
    const applied = rerun((text) => text);
    expect(applied.model).toEqual(shopModel());
    expect(hasEdits(applied)).toBe(false);
    expect(written(applied)).toBe(first());
  });

  it('follows the database where a statement was not edited', () => {
    const now = shopModel();
    const changed = { ...now, entities: now.entities.map((entity) => ({ ...entity, kind: 'log' as const })) };
    expect(rerun((text) => text, changed).model.entities.map(({ kind }) => kind)).toEqual(['log', 'log', 'log']);
  });

  const NASTY = [
    'yes',
    'null',
    '~',
    '- a',
    'a: b',
    'a #b',
    ' x',
    'x ',
    '1',
    '1e3',
    '.5',
    '0x1',
    "it's",
    '"',
    '\\',
    '\u2028',
    '\u0085',
    '\ud800',
    '{a}',
    '[b',
    '& c',
    '* d',
    '! e',
    '| f',
    '> g',
    '%h',
    '@i',
    '`j',
    'a\nb',
    'a, b',
    '状态：当前',
    '=',
    '<<',
    '2024-01-01',
    '',
  ];
  it.each(NASTY)('writes %j so that it is read back', (text) => {
    const value = { [`k${text}`]: text, list: [text, [text]], '': text };
    expect(parse(flowText(value))).toEqual(value);
    expect(parse(`a: ${flowText(text)}\n`)).toEqual({ a: text });
  });
});

describe('a file that cannot be read', () => {
  it.each([
    ['datasets:\n  - name: a\n   kind: b\n', 'semantic_model_malformed', 3],
    ['a: [1, 2\nb: 3\n', 'semantic_model_malformed', 2],
    ['datasets:\n  - name: a\n    kind: x\n    kind: y\n', 'semantic_model_malformed', 4],
    ['just a sentence', 'semantic_model_wrong_shape', 1],
    ['version: 1\ndatasets: 5\n', 'semantic_model_wrong_shape', 2],
    ['version: 7\n', 'semantic_model_wrong_shape', 1],
    ['datasets: \uFFFD\uFFFD\n', 'semantic_model_encoding', undefined],
    [
      'a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: &d [*c, *c]\ne: &e [*d, *d]\nf: &f [*e, *e]\ng: &g [*f, *f]\nh: [*g, *g]\n',
      'semantic_model_malformed',
      1,
    ],
  ])('%j is refused with the line and what to do', (text, code, line) => {
    const read = (): unknown => readModelFile(text, FILE);
    expect(read).toThrow(
      expect.objectContaining({
        code,
        params: expect.objectContaining({ file: FILE, ...(line === undefined ? {} : { line }) }),
      }),
    );
  });

  it('does not need to be complete', () => {
    expect(applyEdits(shopModel(), readModelFile('', FILE), () => undefined).model).toEqual(shopModel());
    expect(applyEdits(shopModel(), readModelFile('datasets:\n', FILE), () => undefined).model).toEqual(shopModel());
  });
});
