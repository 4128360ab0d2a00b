import { describe, expect, it } from '@jest/globals';
import { columnWordsByName, commentLabel, conceptOf, nameConcept } from './index.js';

describe('the head of a name', () => {
  it.each([
    ['number_of_guests', 'count'],
    ['guest_number', 'code'],
    ['num_rooms', 'count'],
    ['row_num', 'position'],
    ['nights_booked', 'quantity'],
    ['amount_due', 'amount'],
    ['year_founded', 'year'],
    ['pages_in_stock', 'stock'],
    ['price_per_night', 'price'],
    ['lessons_per_week', 'rate'],
    ['date_of_arrival', 'time'],
    ['docking_port', 'code'],
    ['tollrate', 'rate'],
    ['replacementcost', 'price'],
    ['averagewaittime', 'rate'],
    ['modifieddate', 'time'],
    ['maxguests', 'limit'],
    ['sort_order', 'position'],
    ['billing_zip', 'code'],
    ['is_refundable', 'flag'],
    ['permission_mask', 'bit_mask'],
    ['end_month', 'date_part'],
    ['duration_minutes', 'duration'],
    ['订单数', 'count'],
    ['订单号', 'code'],
    ['挂号费', 'amount'],
    ['床位单价', 'price'],
    ['出勤率', 'rate'],
    ['年末库存', 'stock'],
    ['是否住院', 'flag'],
    ['金额（万元）', 'amount'],
  ])('%s is %s', (name, concept) => {
    expect(nameConcept(name)).toBe(concept);
  });

  it('is that of the label where the comment is a label, and of the name where it is a sentence', () => {
    expect(conceptOf({ name: 'f1', comment: '就诊次数，按自然月' })).toBe('count');
    expect(conceptOf({ name: 'visits_ytd', comment: 'Total of the year to date, by class of patient.' })).toBe(
      'quantity',
    );
    expect(commentLabel('Identifies the class of the ward.')).toBeNull();
    expect(commentLabel('A = Adult, C = Child')).toBeNull();
  });

  it('is found behind a prefix that all columns of a table share', () => {
    const words = columnWordsByName(['wrdid', 'wrdbeds', 'wrdfloornumber', 'wrdopeneddate']);
    expect([...words.values()].map((list) => list.join(' '))).toEqual(['id', 'beds', 'floor number', 'opened date']);
  });
});
