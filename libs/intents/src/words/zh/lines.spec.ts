import { expect, it } from '@jest/globals';
import { ModelIndex, type Entity } from '#libs/semantic-model';
import { entity, field, modelOf, names, relationship } from '../../../../../test/harness/model-builder.js';
import { intentOf, type Condition, type Intent } from '../../intent.js';
import { fieldRef, stepsOut } from '../../paths.js';
import { phrases } from '../phrase.js';

const number = (name: string, label: string) =>
  field(name, 'integer', names(name, label), { role: 'measure', additivity: 'additive' });
const word = (name: string, label: string) => field(name, 'text', names(name, label), { role: 'dimension' });
const index = new ModelIndex(
  modelOf(
    [
      entity('shop', names('shop', '门店/家'), [word('city', '城市')], {}),
      entity('orders', names('order', '订单/笔'), [word('target', '收货城市')], { kind: 'event' }),
      entity('item', names('item', '订单明细/条'), [number('quantity', '数量'), number('weight', '重量')], {
        kind: 'line',
      }),
      entity(
        'daily',
        names('daily figure', '门店每日客流记录/条'),
        [number('visitors', '到店人数'), word('weather', '天气')],
        {
          kind: 'snapshot',
        },
      ),
    ],
    [
      relationship('item.orders_id → orders.id'),
      relationship('daily.shop_id → shop.id'),
      relationship('orders.shop_id → shop.id'),
    ],
  ),
);
const of = (table: string): Entity => index.model.entities.find((one) => one.table === table) ?? fail(table);

function fail(what: string): never {
  throw new Error(`no ${what}`);
}

function ask(
  table: string,
  by: 'sum' | 'avg',
  column: string,
  where: [string[], string, string] | null,
): string | undefined {
  const subject = of(table);
  const [targets, name, text] = where ?? [[], '', ''];
  const path = targets.flatMap((target, at) => {
    const from = at === 0 ? subject : of(targets[at - 1] ?? '');
    return stepsOut(index, from).filter((step) => step.target.table === target);
  });
  const end = path.at(-1)?.target ?? subject;
  const found = end.fields.find((own) => own.name === name);
  const condition: Condition | null = found
    ? { form: 'compare', of: fieldRef(subject, path, found), by: '=', value: { value: text, meaning: null } }
    : null;
  const measured = subject.fields.find((own) => own.name === column) ?? fail(column);
  const intent: Intent = intentOf(subject, {
    measures: [{ form: 'aggregate', by, of: fieldRef(subject, [], measured) }],
    where: condition,
  });
  return phrases(intent, 'zh')[0];
}

it.each([
  // Sums of lines are those of what they are about.
  [ask('item', 'sum', 'quantity', [['orders'], 'target', '宁波']), '发往“宁波”的订单总销量是多少？'],
  [ask('item', 'sum', 'weight', [['orders', 'shop'], 'city', '杭州']), '位于“杭州”的门店的订单总重量是多少？'],
  [ask('item', 'sum', 'quantity', null), '总销量是多少？'],
  // Means are of the lines themselves.
  [ask('item', 'avg', 'quantity', null), '订单明细平均销量是多少？'],
  [ask('item', 'avg', 'weight', [['orders'], 'target', '宁波']), '发往“宁波”的订单明细平均重量是多少？'],
  // Daily figures go without the name of their table.
  [ask('daily', 'sum', 'visitors', [['shop'], 'city', '杭州']), '位于“杭州”的门店的到店总人数是多少？'],
  [ask('daily', 'sum', 'visitors', [[], 'weather', '雨']), '天气为“雨”的到店总人数是多少？'],
  [ask('daily', 'avg', 'visitors', null), '平均到店人数是多少？'],
])('%s', (asked, expected) => {
  expect(asked).toBe(expected);
});
