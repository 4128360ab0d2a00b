import { describe, expect, it } from '@jest/globals';
import { editModelText, type ModelEdit } from './edit-model-text.js';

const TEXT = `# A comment that stays.
version: 1
datasets:
  - name: public.orders
    synonyms: {en: [purchase]}
    fields:
      - name: customer_id
      - name: total # in cents
  - name: public.customer
    fields:
      - name: id
        synonyms: [number]
relationships: []
complete: true
`;
const JOIN: ModelEdit = {
  kind: 'join',
  from: 'public.orders',
  fromColumn: 'customer_id',
  to: 'public.customer',
  toColumn: 'id',
};
const synonym = (table: string, column: string | null, text: string): ModelEdit => ({
  kind: 'synonym',
  table,
  column,
  synonym: text,
});

describe('editModelText', () => {
  it('adds what is new and leaves everything else as it was', () => {
    const { text, outcomes } = editModelText(TEXT, 'x', [
      synonym('public.orders', null, 'sale'),
      synonym('public.orders', null, '采购单'),
      synonym('public.orders', 'total', 'amount'),
      synonym('public.customer', 'id', 'Number'),
      synonym('public.gone', null, 'x'),
      synonym('public.orders', 'gone', 'x'),
      JOIN,
      JOIN,
    ]);
    expect(outcomes).toEqual(['applied', 'applied', 'applied', 'present', 'unknown', 'unknown', 'applied', 'present']);
    expect(text).toContain('# A comment that stays.');
    expect(text).toContain('# in cents');
    expect(text.replace(/\s+/g, ' ')).toContain('en: [ purchase, sale ]');
    expect(text).toContain('采购单');
    expect(text).toContain('from: public.orders');
    expect(text).toContain('complete: true');
    expect(editModelText(text, 'x', [JOIN]).outcomes).toEqual(['present']);
  });

  it('does not touch a text that nothing is added to', () => {
    expect(editModelText(TEXT, 'x', [synonym('public.gone', null, 'x')]).text).toBe(TEXT);
  });

  it('refuses a file that cannot be read', () => {
    expect(() => editModelText('a: [', 'x', [JOIN])).toThrow(
      expect.objectContaining({ code: 'semantic_model_malformed' }),
    );
  });
});
