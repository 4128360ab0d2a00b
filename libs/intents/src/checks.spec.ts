import { describe, expect, it } from '@jest/globals';
import { ModelIndex } from '#libs/semantic-model';
import { shopModel } from '../../../test/harness/shop-model.js';
import { checksOf } from './checks.js';
import { intentOf } from './intent.js';

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

  it('asks nothing of one figure and of the best of each group', () => {
    expect(checksOf('SELECT COUNT(*) FROM orders', counted, false)).toEqual([]);
    expect(checksOf(GROUPS, { ...counted, comparison: { form: 'rank', top: 1 } }, true)).toEqual([]);
  });
});
