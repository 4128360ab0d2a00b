import { describe, expect, it } from '@jest/globals';
import { ModelIndex } from '#libs/semantic-model';
import { entity, field, modelOf, names, relationship } from '../../../../../test/harness/model-builder.js';
import { key, name, reference } from '../../../../../test/harness/shop-things.js';
import { proposeFor } from '../../propose.js';
import { recentRows } from './recent-rows.js';

describe('the rows of last', () => {
  it.each([[[]], [['id']], [['paid_at']]])('show their time once, with the title %j', (title: string[]) => {
    const member = entity('member', names('member', '会员/位'), [key(), name('name', '姓名')], { rowCount: 90 });
    const payment = entity(
      'payment',
      names('payment', '付款/笔'),
      [
        key(),
        reference('member_id', 'member', '会员'),
        field('paid_at', 'date', names('payment date', '付款日期'), {
          role: 'time',
          range: { min: '2024-01-01', max: '2024-12-31' },
        }),
      ],
      { kind: 'event', time: 'paid_at', title, rowCount: 900 },
    );
    const index = new ModelIndex(modelOf([member, payment], [relationship('payment.member_id → member.id')]));
    const statements = [...proposeFor(index, payment, { language: 'en', families: [recentRows] })].map(
      ({ sql }) => sql,
    );
    expect(statements).not.toEqual([]);
    const shown = statements.map((sql) => sql.slice(0, sql.indexOf(' FROM ')).match(/paid_at/g)?.length);
    expect(shown).toEqual(statements.map(() => 1));
  });
});
