import { describe, expect, it } from '@jest/globals';
import { ModelIndex, type Relationship } from '#libs/semantic-model';
import { entity, field, modelOf, names, relationship } from '../../../../test/harness/model-builder.js';
import { SubjectParts } from './subject-parts.js';

const key = field('id', 'integer', names('id', '编号'), { role: 'key' });
const event = (table: string) =>
  entity(table, names(table, table), [key, field(`${table}_on`, 'date', names('date', '日期'), { role: 'time' })], {
    kind: 'event',
    time: `${table}_on`,
    rowCount: 900,
  });

/** The column that dates the rows of a line of deliveries and remittances. */
function timeOf(line: string, more: readonly Partial<Relationship>[]): string | null {
  const made = entity(line, names(line, line), [key], { kind: 'line', rowCount: 900 });
  const ends = ['delivery', 'remittance'].slice(0, more.length);
  const joins = ends.map((end, at) => relationship(`${line}.${end}_id → ${end}.id`, more[at]));
  const index = new ModelIndex(modelOf([made, ...ends.map(event)], joins));
  return new SubjectParts(index, index.entity(`public.${line}`) ?? made, 'en').time?.field.name ?? null;
}

describe('rows that are part of an event', () => {
  it('happen with it', () => {
    expect(timeOf('piece', [{}])).toBe('delivery_on');
  });

  it('happen with the one that their name says, where there are several', () => {
    expect(timeOf('remittance_pieces', [{}, {}])).toBe('remittance_on');
    expect(timeOf('delivery_pieces', [{}, {}])).toBe('delivery_on');
  });

  it('happen with the one that all have, and else at no known time', () => {
    expect(timeOf('piece', [{ optional: true }, {}])).toBe('remittance_on');
    expect(timeOf('piece', [{}, {}])).toBeNull();
  });
});
