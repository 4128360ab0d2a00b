import { describe, expect, it } from '@jest/globals';
import { ModelIndex, type Entity } from '#libs/semantic-model';
import { entity, field, modelOf, names, relationship, value } from '../../../test/harness/model-builder.js';
import { key, name, reference } from '../../../test/harness/shop-things.js';
import { intentOf, type Dimension, type Measure } from './intent.js';
import { fieldRef, stepsIn, stepsOut } from './paths.js';
import { isPointless } from './pointless.js';

/** A seed bank: packets on shelves of several vaults, quotes of each day, mixtures in several units. */
const dimension = (column: string, en: string) =>
  field(column, 'text', names(en, en), {
    role: 'dimension',
    values: [value('A', 0.4), value('B', 0.4)],
    distinctCount: 2,
  });
const vault = entity('vault', names('warehouse', '仓库/个'), [key(), name('name', '名称')], { rowCount: 4 });
const packet = entity(
  'packet',
  names('packet', '包/包'),
  [
    key(),
    reference('vault_id', 'warehouse', '仓库'),
    dimension('shelf', 'shelf'),
    field('amount', 'numeric', names('amount', '数量'), {
      role: 'measure',
      additivity: 'additive',
      unit: { kind: 'measured', code: null, field: 'uom' },
    }),
    field('uom', 'text', names('unit', '单位'), { role: 'dimension', distinctCount: 3 }),
  ],
  { rowCount: 900 },
);
const quote = entity(
  'quote',
  names('daily price', '每日价格/条'),
  [
    key(),
    reference('packet_id', 'packet', '包'),
    dimension('source', 'source'),
    field('close', 'numeric', names('closing price', '收盘价'), { role: 'measure', additivity: 'unit_price' }),
    field('volume', 'integer', names('volume', '成交量'), { role: 'measure', additivity: 'additive' }),
  ],
  { kind: 'snapshot', rowCount: 9000, title: ['id'] },
);
const duty = entity(
  'duty',
  names('import duty rate', '关税率/个'),
  [
    key(),
    name('name', '名称'),
    field('rate', 'numeric', names('duty rate', '税率'), { role: 'measure', additivity: 'rate' }),
  ],
  { rowCount: 30 },
);
const boxType = entity('box_type', names('box type', '箱型/种'), [key(), name('name', '名称')], {
  kind: 'lookup',
  rowCount: 5,
});
const box = entity('box', names('box', '箱/个'), [key(), reference('type_id', 'box type', '箱型')], { rowCount: 90 });
const index = new ModelIndex(
  modelOf(
    [vault, packet, quote, duty, boxType, box],
    [
      relationship('packet.vault_id → vault.id'),
      relationship('quote.packet_id → packet.id'),
      relationship('box.type_id → box_type.id'),
    ],
  ),
);

const count: Measure = { form: 'count' };
const ref = (subject: Entity, column: string) => {
  const found = subject.fields.find((own) => own.name === column);
  if (!found) {
    throw new Error(`no ${column}`);
  }
  return fieldRef(subject, [], found);
};
const by = (subject: Entity, column: string): Dimension => ({ form: 'field', of: ref(subject, column) });
const each = (subject: Entity): Dimension => {
  const path = stepsOut(index, subject).slice(0, 1);
  return { form: 'entity', path, entity: path[0]?.target ?? subject, withEmpty: false };
};
const figure = (aggregation: 'sum' | 'avg' | 'median', subject: Entity, column: string): Measure => ({
  form: 'aggregate',
  by: aggregation,
  of: ref(subject, column),
});

describe('questions whose answer says nothing', () => {
  it('part by a shelf only within a place', () => {
    expect(isPointless(intentOf(packet, { measures: [count], dimensions: [by(packet, 'shelf')] }))).toBe(true);
    expect(isPointless(intentOf(packet, { measures: [count], dimensions: [each(packet), by(packet, 'shelf')] }))).toBe(
      false,
    );
  });

  it('mean prices of one thing, not of all', () => {
    const median = figure('median', quote, 'close');
    expect(isPointless(intentOf(quote, { measures: [median] }))).toBe(true);
    expect(isPointless(intentOf(quote, { measures: [median], dimensions: [each(quote)] }))).toBe(false);
  });

  it('add no amounts of several units', () => {
    const sum = figure('sum', packet, 'amount');
    expect(isPointless(intentOf(packet, { measures: [sum], dimensions: [each(packet)] }))).toBe(true);
    expect(isPointless(intentOf(packet, { measures: [sum], dimensions: [by(packet, 'uom')] }))).toBe(false);
  });

  it('do not part figures of a day by an unnamed source, nor limit their records', () => {
    const sum = figure('sum', quote, 'volume');
    expect(isPointless(intentOf(quote, { measures: [sum], dimensions: [by(quote, 'source')] }))).toBe(true);
    const where = {
      form: 'compare',
      of: ref(quote, 'close'),
      by: '>',
      value: { value: '300', meaning: null },
    } as const;
    expect(isPointless(intentOf(quote, { measures: [sum], where }))).toBe(true);
    expect(isPointless(intentOf(quote, { measures: [sum], dimensions: [each(quote)] }))).toBe(false);
  });

  it('ask for no base or factor of something', () => {
    const charge = entity(
      'charge',
      names('courier', '快递/家'),
      [key(), name('name', '名称'), field('base', 'numeric', names('parcel base', '基础'), { role: 'measure' })],
      { rowCount: 9 },
    );
    const where = { form: 'compare', of: ref(charge, 'base'), by: '>', value: { value: '20', meaning: null } } as const;
    expect(isPointless(intentOf(charge, { measures: [count], where }))).toBe(true);
    expect(isPointless(intentOf(charge, { shown: [ref(charge, 'base')] }))).toBe(true);
    expect(isPointless(intentOf(charge, { measures: [count] }))).toBe(false);
  });

  it('count no rates, and no types by their rows', () => {
    expect(isPointless(intentOf(duty, { measures: [count, figure('avg', duty, 'rate')] }))).toBe(true);
    expect(isPointless(intentOf(duty, { measures: [figure('avg', duty, 'rate')] }))).toBe(false);
    const where = { form: 'exists', path: stepsIn(index, boxType).slice(0, 1), where: null, negated: false } as const;
    expect(isPointless(intentOf(boxType, { measures: [count], where }))).toBe(true);
    expect(isPointless(intentOf(packet, { measures: [count] }))).toBe(false);
  });

  const compared = (subject: Entity, column: string, by: '=' | '>', text: string) =>
    ({ form: 'compare', of: ref(subject, column), by, value: { value: text, meaning: null } }) as const;

  it('add no pieces of things of several kinds', () => {
    const levy = entity(
      'levy',
      names('levy', '费用/笔'),
      [
        key(),
        field('item_type', 'integer', names('item type', '项目类型'), { role: 'dimension', distinctCount: 4 }),
        field('item_id', 'integer', names('item ID', '项目编号'), { role: 'code' }),
        field('qty', 'integer', names('quantity', '数量'), { role: 'measure', additivity: 'additive' }),
        field('fee', 'numeric', names('fee', '费用'), { role: 'measure', additivity: 'additive' }),
      ],
      { kind: 'line', rowCount: 900 },
    );
    const sum = figure('sum', levy, 'qty');
    expect(isPointless(intentOf(levy, { measures: [sum] }))).toBe(true);
    expect(isPointless(intentOf(levy, { measures: [sum], dimensions: [by(levy, 'item_type')] }))).toBe(false);
    expect(isPointless(intentOf(levy, { measures: [sum], where: compared(levy, 'item_type', '=', '1') }))).toBe(false);
    expect(isPointless(intentOf(levy, { measures: [figure('sum', levy, 'fee')] }))).toBe(false);
  });

  it('do not follow over time what is set aside now', () => {
    const heap = entity(
      'heap',
      names('heap', '堆/个'),
      [
        key(),
        field('kept', 'integer', names('quantity reserved', '预留数量'), { role: 'measure', additivity: 'additive' }),
        field('came_on', 'date', names('arrival date', '到达日期'), { role: 'time' }),
      ],
      { rowCount: 90 },
    );
    const month: Dimension = { form: 'time', of: ref(heap, 'came_on'), bucket: 'month' };
    const sum = figure('sum', heap, 'kept');
    expect(isPointless(intentOf(heap, { measures: [sum], dimensions: [month] }))).toBe(true);
    expect(isPointless(intentOf(heap, { measures: [sum] }))).toBe(false);
    expect(isPointless(intentOf(heap, { measures: [count], dimensions: [month] }))).toBe(false);
  });

  it('test no figure twice', () => {
    const average = { form: 'average', of: ref(packet, 'amount'), by: '>' } as const;
    const both = { form: 'and', of: [compared(packet, 'amount', '>', '800'), average] } as const;
    expect(isPointless(intentOf(packet, { measures: [count], where: both }))).toBe(true);
    expect(isPointless(intentOf(packet, { measures: [count], where: average }))).toBe(false);
  });

  it('count nothing of what an identifier names', () => {
    const hauler = entity(
      'hauler',
      names('hauler', '运输商/家'),
      [
        key(),
        field('mark', 'text', names('mark', '标识'), { role: 'dimension', distinctCount: 55 }),
        field('grade', 'text', names('grade', '等级'), { role: 'dimension', distinctCount: 4 }),
      ],
      { rowCount: 120 },
    );
    const marked = compared(hauler, 'mark', '=', 'QX');
    expect(isPointless(intentOf(hauler, { measures: [count], where: marked }))).toBe(true);
    expect(isPointless(intentOf(hauler, { where: marked }))).toBe(false);
    expect(isPointless(intentOf(hauler, { measures: [count], where: compared(hauler, 'grade', '=', 'B') }))).toBe(
      false,
    );
  });
});
