import { describe, expect, it } from '@jest/globals';
import { readModelFile } from '../file/read-model-file.js';
import { softDeletesIn } from '../file/soft-deletes-in.js';
import { softDeletesInText } from './soft-deletes-in-text.js';

const FILE = 'semantic_model.yaml';

const SHOPS = `  - name: public.shops
    label: {zh: 店铺, en: shop}
    soft_delete: {field: delete_ts, alive: IS NULL}
    fields:
      - name: id
        role: key

      # of the field
      - name: soft_delete
        note: |
          fields:
          soft_delete: {field: in_a_text}
`;

describe('columns that mark deleted rows', () => {
  it.each([
    ['behind the name', `version: 1\ndatasets:\n${SHOPS}`, ['delete_ts']],
    [
      'behind the fields',
      `datasets:\n${SHOPS}    note: closed\n  - name: b\n    fields:\n      - name: x\n    soft_delete: {field: gone}\n`,
      ['delete_ts', 'gone'],
    ],
    [
      'in lines of their own',
      'datasets:\n  - name: b\n    soft_delete:\n      field: gone\n      alive: IS NULL\n',
      ['gone'],
    ],
    [
      'where the fields are not deeper than their key',
      'datasets:\n  - name: b\n    fields:\n    - name: x\n    soft_delete: {field: gone}\n',
      ['gone'],
    ],
    [
      'by an alias of another table',
      'datasets:\n  - name: a\n    soft_delete: &s {field: gone}\n    fields:\n      - name: x\n  - name: b\n    soft_delete: *s\n',
      ['gone'],
    ],
    [
      'by an alias of a field',
      'datasets:\n  - name: a\n    fields:\n      - name: x\n        note: &s gone\n    soft_delete: {field: *s}\n',
      ['gone'],
    ],
    [
      'in a file of another layout',
      '{datasets: [{name: a, soft_delete: {field: gone}, fields: [{name: x}]}]}',
      ['gone'],
    ],
    ['nowhere', 'datasets:\n  - name: a\n    fields:\n      - name: soft_delete\n', []],
  ])('are found %s', (_where, text, columns) => {
    expect([...softDeletesInText(text, FILE)]).toEqual(columns);
    expect(softDeletesIn(readModelFile(text, FILE))).toEqual(new Set(columns));
  });

  it('has the line of what cannot be read', () => {
    const broken = `datasets:\n${SHOPS}  - name: b\n    soft_delete: {field: [\n`;
    expect(() => softDeletesInText(broken, FILE)).toThrow(
      expect.objectContaining({ code: 'semantic_model_malformed' }),
    );
  });
});
