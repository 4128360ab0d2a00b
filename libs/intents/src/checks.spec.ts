import { describe, expect, it } from '@jest/globals';
import { ModelIndex, type Metric } from '#libs/semantic-model';
import { entity, field, names } from '../../../test/harness/model-builder.js';
import { shopModel } from '../../../test/harness/shop-model.js';
import { checksOf } from './checks.js';
import { intentOf, type Measure, type Quantity } from './intent.js';

const [orders] = new ModelIndex(shopModel()).model.entities.filter(({ table }) => table === 'orders');
if (!orders) {
  throw new Error('no orders');
}
const counted = intentOf(orders, { measures: [{ form: 'count' }] });
const GROUPS = 'SELECT c, COUNT(*) AS n FROM orders GROUP BY c';

describe('checksOf', () => {
  it('asks for groups that differ in their figure', () => {
    const [differ, more] = checksOf(GROUPS, counted, true);
    expect(differ).toMatchObject({ leastRows: 2, sql: expect.stringContaining(`FROM (${GROUPS}) AS answer`) });
    expect(more).toBeUndefined();
  });

  it('asks for a ranking without too many ties, over all groups', () => {
    const top = `${GROUPS} ORDER BY n DESC FETCH FIRST 5 ROWS WITH TIES`;
    const [differ, few] = checksOf(top, { ...counted, order: { by: 0, direction: 'desc', limit: 5 } }, true);
    expect(differ?.sql).toContain(`FROM (${GROUPS} ORDER BY n DESC) AS answer`);
    expect(few?.sql).toContain('COUNT(*) <= 7');
  });

  it.each([
    ['berth_call', 'arrived', 'left_at', 'SELECT 1 AS days FROM berth_call HAVING '],
    ['Repairs', 'Taken in', 'given_back', 'SELECT 1 AS days FROM "Repairs" HAVING '],
  ])('asks that what is told in days of %s lasts for days', (table, from, to, start) => {
    const subject = entity(table, names('stay', '停靠'), [field(from, 'timestamp', names('from', '起'))], {});
    const metric: Metric = {
      id: 'days',
      entity: subject.id,
      name: names('days', '天数'),
      expression: { form: 'duration', from, to },
      additivity: 'rate',
      unit: null,
      evidence: { source: 'name', confidence: 1, because: null },
    };
    const of: Quantity = { form: 'metric', path: [], entity: subject, metric, through: new Map() };
    const measures: Measure[] = ['min', 'max'].map((by) => ({ form: 'aggregate', by: by as 'min' | 'max', of }));
    const [days, another] = checksOf('SELECT 1', intentOf(subject, { measures }), false);
    expect(days).toMatchObject({ leastRows: 1, sql: expect.stringContaining(start) });
    expect(days?.sql).toContain(`::date <> ${/ /.test(from) ? `"${from}"` : from}::date) * 2 >= COUNT(`);
    expect(another).toBeUndefined();
    const order = { by: 0, direction: 'desc', limit: 5 } as const;
    expect(checksOf('SELECT 1', intentOf(subject, { shown: [of], order }), false)).toEqual([days]);
  });

  it('asks nothing of one figure and of the best of each group', () => {
    expect(checksOf('SELECT COUNT(*) FROM orders', counted, false)).toEqual([]);
    expect(checksOf(GROUPS, { ...counted, comparison: { form: 'rank', top: 1 } }, true)).toEqual([]);
  });
});
