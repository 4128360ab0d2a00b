import { expect, it } from '@jest/globals';
import { ModelIndex, type Field, type SemanticModel } from '#libs/semantic-model';
import { entity, field, modelOf, names, relationship } from '../../../../../test/harness/model-builder.js';
import { key, name, reference } from '../../../../../test/harness/shop-things.js';
import { propose } from '../../index.js';

const statementsOf = (model: SemanticModel, kind: string): string[] =>
  [...propose(new ModelIndex(model), { language: 'en' })].filter((one) => one.kind === kind).map(({ sql }) => sql);

const dayOf2024 = (column: string, label: ReturnType<typeof names>, more: Partial<Field> = {}): Field =>
  field(column, 'date', label, {
    role: 'time',
    range: { min: '2024-01-01', max: '2024-12-31' },
    distinctCount: 300,
    ...more,
  });

it('compares the last state with the other rows of the owner, whatever the table is called', () => {
  const tank = entity('tank', names('tank', '储罐/个'), [key(), name('name', '名称')], { rowCount: 20 });
  const reading = entity(
    'xreading',
    names('reading', '读数/条'),
    [
      key(),
      reference('tank_id', 'tank', '储罐'),
      dayOf2024('read_on', names('reading date', '读数日期')),
      field('level', 'integer', names('level', '液位'), {
        role: 'measure',
        additivity: 'semi_additive',
        range: { min: '1', max: '90' },
        distinctCount: 80,
      }),
      field('gone', 'boolean', names('gone', '是否删除'), { role: 'technical' }),
    ],
    { kind: 'snapshot', rowCount: 900, title: [], time: 'read_on', softDelete: { field: 'gone', alive: '= FALSE' } },
  );
  const [sql] = statementsOf(
    modelOf([tank, reading], [relationship('xreading.tank_id → tank.id', { distinctCount: 20 })]),
    'latest_state',
  );
  expect(sql).toContain('(SELECT MAX(x2.read_on) FROM xreading x2 WHERE x2.tank_id = x.tank_id AND x2.gone = FALSE)');
});

it('walks a table that is called like the query that walks it', () => {
  const tree = entity(
    'tree',
    names('tree', '树/棵'),
    [key(), name('name', '名称'), reference('parent_id', 'parent', '上级')],
    {
      rowCount: 40,
    },
  );
  const parent = relationship('tree.parent_id → tree.id', {
    optional: true,
    role: names('parent', '上级'),
    distinctCount: 9,
  });
  const [sql] = statementsOf(modelOf([tree], [parent]), 'tree_depth');
  expect(sql).toMatch(
    /^WITH RECURSIVE tree AS \(SELECT t\.id, 1 AS level FROM public\.tree t .* FROM public\.tree t JOIN tree ON/,
  );
});

it('leaves rows without a time out of first months', () => {
  const guest = entity('guest', names('customer', '顾客/位'), [key(), name('name', '名称')], { rowCount: 90 });
  const dinner = (nullShare: number) =>
    entity(
      'dinner',
      names('order', '订单/笔'),
      [
        key(),
        reference('guest_id', 'customer', '顾客'),
        dayOf2024('paid_on', names('payment date', '付款日期'), { notNull: false, nullShare }),
      ],
      { kind: 'event', rowCount: 900, title: [], time: 'paid_on' },
    );
  const join = relationship('dinner.guest_id → guest.id', { distinctCount: 80 });
  const sqls = (nullShare: number): string[] =>
    ['retention', 'new_by_month'].flatMap((kind) => statementsOf(modelOf([guest, dinner(nullShare)], [join]), kind));
  expect(sqls(0.1)).toHaveLength(2);
  expect(sqls(0.1).every((sql) => sql.includes('paid_on IS NOT NULL'))).toBe(true);
  expect(sqls(0).some((sql) => sql.includes('IS NOT NULL'))).toBe(false);
});
