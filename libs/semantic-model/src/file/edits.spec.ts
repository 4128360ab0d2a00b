import { describe, expect, it } from '@jest/globals';
import { applyEdits } from './apply-edits.js';
import { again, column, FILE, replaced, rerun, table, warningsOf, written } from './model-file-runs.fixture.js';
import { readModelFile } from './read-model-file.js';
import { nameOf, shopModel } from './shop-model.fixture.js';

describe('edits of statements', () => {
  it('keep names, roles, units, meanings and descriptions of a person on later runs', () => {
    const edited = rerun((text) =>
      [
        replaced('label: {zh: orders, en: order}', 'label: {zh: 订单, en: purchase}'),
        replaced('description: Orders of customers.', 'description: Purchases'),
        replaced('1": {zh: 已完成, en: closed}', '1": done'),
        replaced('null_meaning: {zh: 尚未发货, en: not shipped yet}', 'null_meaning: still here'),
        replaced('additivity: unit_price', 'additivity: rate'),
      ].reduce((sum, change) => change(sum), text),
    );
    for (const { model } of [edited, again(edited), again(again(edited))]) {
      const orders = table(model, 'public.orders');
      expect(orders?.name.en).toMatchObject({ text: 'purchase', plural: 'purchases', known: true });
      expect(orders?.name.zh.text).toBe('订单');
      expect(orders?.evidence.name).toEqual({ source: 'person', confidence: 1, because: null });
      expect(orders?.description).toBe('Purchases');
      expect(column(model, 'public.orders', 'status')?.values).toEqual([
        { value: '0', share: 0.6, meaning: { en: 'open', zh: '处理中' } },
        { value: '1', share: 0.4, meaning: { en: 'done', zh: 'done' } },
      ]);
      expect(column(model, 'public.orders', 'shipped_at')?.nullMeaning?.en).toBe('still here');
      expect(column(model, 'public.items', 'price')).toMatchObject({
        additivity: 'rate',
        evidence: { additivity: { source: 'person' } },
      });
    }
    expect(written(edited)).toContain('label: person');
    expect(edited.warnings).toEqual([]);
  });

  it('take a soft delete, a title, a key, a kind and an importance', () => {
    const { model, warnings } = rerun(
      replaced(
        '    kind: thing\n    primary_key: [id]',
        '    kind: lookup\n    primary_key: [id]\n    title: [name]\n    soft_delete: {field: deleted, alive: = FALSE}\n    time: null',
      ),
    );
    expect(warnings).toEqual([]);
    expect(table(model, 'public.customers')).toMatchObject({
      kind: 'lookup',
      title: ['name'],
      titleRepeats: true,
      softDelete: { field: 'deleted', alive: '= FALSE' },
    });
  });

  it('win over what is derived later, and other statements follow it', () => {
    const now = shopModel();
    const later = {
      ...now,
      entities: now.entities.map((entity) => ({ ...entity, name: nameOf('derived', '推导'), importance: 0.9 })),
    };
    const { model } = rerun(replaced('label: {zh: orders, en: order}', 'label: {en: purchase}'), later);
    expect(table(model, 'public.orders')).toMatchObject({
      name: { en: { text: 'purchase' }, zh: { text: '推导' } },
      importance: 0.9,
    });
  });

  it('take a statement back with null, or by removing its line, and remember it', () => {
    const byNull = rerun(replaced('description: Orders of customers.', 'description: null'));
    const byAbsence = rerun(replaced(/ {4}description: Orders of customers\.\n/, ''));
    for (const applied of [byNull, byAbsence, again(byNull), again(byAbsence)]) {
      expect(table(applied.model, 'public.orders')?.description).toBeNull();
    }
  });

  it('make a column sensitive, so that nothing shows its values', () => {
    const { model } = rerun(replaced(/(- name: status\n(?:.*\n)*?\s+role: )dimension/, '$1sensitive'));
    expect(column(model, 'public.orders', 'status')).toMatchObject({
      role: 'sensitive',
      sensitive: 'person',
      values: [],
    });
  });

  it('leave nothing that was measured of a column that becomes sensitive', () => {
    const now = shopModel();
    const measured = {
      ...now,
      entities: now.entities.map((entity) => ({
        ...entity,
        fields: entity.fields.map((field) =>
          field.name === 'price' ? { ...field, range: { min: '1', max: '9' }, quartiles: ['2', '5', '7'] } : field,
        ),
      })),
    };
    const { model } = rerun(replaced(/(- name: price\n(?:.*\n)*?\s+role: )measure/, '$1sensitive'), measured);
    expect(column(model, 'public.items', 'price')).toMatchObject({ values: [], range: null, quartiles: [] });
  });

  it('take a file that a person wrote before the first run', () => {
    const text =
      'datasets:\n  - name: orders\n    label: 订单\n    synonyms: [采购单, purchase]\n    fields:\n      - {name: status, values: {0: Open}}\n';
    const { model, warnings } = applyEdits(shopModel(), readModelFile(text, FILE), () => undefined);
    expect(warnings).toEqual([]);
    expect(table(model, 'public.orders')?.name.zh).toMatchObject({ text: '订单', synonyms: ['采购单'] });
    expect(table(model, 'public.orders')?.name.en).toMatchObject({ text: 'order', synonyms: ['purchase'] });
    expect(table(model, 'public.orders')?.kind).toBe('event');
    expect(column(model, 'public.orders', 'status')?.values[0]?.meaning).toEqual({ en: 'Open', zh: 'Open' });
    expect(model.relationships).toHaveLength(3);
  });
});

describe('joins', () => {
  it('are taken back by removing them or by their standing, and stay so', () => {
    const entry = / {2}- name: orders_customer_id_fkey\n(?: {4}.*\n)*/;
    const removed = rerun(replaced(entry, ''));
    const rejected = rerun((text) =>
      text.replace(entry, (found) => found.replace('standing: fact', 'standing: rejected')),
    );
    for (const applied of [removed, rejected, again(removed), again(again(rejected))]) {
      expect(applied.model.relationships.map(({ id }) => id)).toEqual(['items_order_id_fkey', 'items_seller_id_fkey']);
      expect(column(applied.model, 'public.orders', 'customer_id')?.role).toBe('code');
      expect(written(applied)).toMatch(
        /orders_customer_id_fkey\n(?: {4}.*\n)*? {4}standing: rejected\n {4}evidence: person/,
      );
    }
    const back = rerun(() => written(removed).replace('standing: rejected', 'standing: fact'));
    expect(back.model.relationships).toHaveLength(3);
  });

  it('become facts when a person confirms a hint', () => {
    const applied = rerun(replaced('standing: hint', 'standing: fact'));
    for (const { model } of [applied, again(applied)]) {
      const join = model.relationships.find(({ id }) => id === 'items_seller_id_fkey');
      expect(join).toMatchObject({ standing: 'fact', evidence: [{ source: 'person' }, { source: 'data' }] });
      expect(column(model, 'public.items', 'seller_id')?.role).toBe('reference');
    }
  });

  it('are added by a person, with a role and a condition', () => {
    const entry = `  - name: by_seller\n    from: public.items\n    to: customers\n    from_columns: [discount]\n    to_columns: [id]\n    role: {en: seller, zh: 卖家}\n    condition: {field: quantity, value: 1}\nmetrics:`;
    const applied = rerun(replaced(/^metrics:/m, entry));
    for (const { model, warnings } of [applied, again(applied)]) {
      expect(warnings).toEqual([]);
      expect(model.relationships[0]).toMatchObject({
        id: 'by_seller',
        to: 'public.customers',
        standing: 'fact',
        declared: false,
        role: { en: { text: 'seller' }, zh: { text: '卖家' } },
        condition: { field: 'quantity', value: '1' },
        evidence: [{ source: 'person' }],
      });
    }
  });

  it('go silently when the database no longer shows them', () => {
    const now = shopModel();
    const applied = rerun((text) => text, { ...now, relationships: now.relationships.slice(0, 1) });
    expect(applied.model.relationships).toHaveLength(1);
    expect(applied.warnings).toEqual([]);
  });
});

describe('metrics', () => {
  it('are changed, taken back and added', () => {
    const added = replaced(
      /^metrics:\n/m,
      'metrics:\n  - name: weight\n    dataset: public.items\n    label: {en: weight}\n    expression: quantity * 2\n',
    );
    const applied = rerun((text) => added(replaced('price * quantity * (1 - discount)', 'price * quantity')(text)));
    for (const { model, warnings } of [applied, again(applied)]) {
      expect(warnings).toEqual([]);
      expect(model.metrics.map(({ id, expression }) => [id, expression])).toEqual([
        ['weight', { form: 'sql', sql: 'quantity * 2' }],
        ['items_revenue', { form: 'sql', sql: 'price * quantity' }],
      ]);
    }
    const removed = rerun(replaced(/ {2}- name: items_revenue\n(?: {4}.*\n)*/, ''));
    expect(removed.model.metrics).toEqual([]);
    expect(again(removed).model.metrics).toEqual([]);
  });

  it('refuse an expression that is more than one', () => {
    const applied = rerun(replaced('price * quantity * (1 - discount)', '"price; DROP TABLE x"'));
    expect(warningsOf(applied)).toEqual([expect.stringContaining('a value of expression that is not possible')]);
    expect(applied.model.metrics[0]?.expression.form).toBe('product');
  });

  it('go with the join that their factors need', () => {
    const now = shopModel();
    const [revenue] = now.metrics;
    const through = {
      ...now,
      metrics: revenue
        ? [
            {
              ...revenue,
              expression: {
                form: 'product' as const,
                factors: [{ field: 'id', through: 'items_order_id_fkey', as: 'plain' as const }],
              },
            },
          ]
        : [],
    };
    expect(rerun((text) => text, through, through).model.metrics).toHaveLength(1);
    const without = rerun(replaced(/ {2}- name: items_order_id_fkey\n(?: {4}.*\n)*/, ''), through, through);
    expect(without.model.metrics).toEqual([]);
  });
});
