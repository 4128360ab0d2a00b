import { describe, expect, it } from '@jest/globals';
import { ModelIndex, type Entity } from '#libs/semantic-model';
import { entity, field, modelOf, names, relationship } from '../../../test/harness/model-builder.js';
import { isContrived } from './contrived.js';
import { intentOf, type Dimension, type Intent, type Measure } from './intent.js';
import { fieldRef, stepsOut } from './paths.js';

const key = () => field('id', 'integer', names('id', '编号'), { role: 'key' });
const reference = (name: string, label: string) => field(name, 'integer', names(label, label), { role: 'reference' });

/** A telecom with customers, their tickets, and the lines of its bills. */
const customer = entity(
  'customer',
  names('customer', '客户/位'),
  [
    key(),
    field('gender', 'text', names('gender', '性别'), { role: 'dimension', distinctCount: 2 }),
    field('status', 'text', names('status', '状态'), { role: 'dimension', distinctCount: 3 }),
    field('tariff', 'text', names('tariff', '资费'), { role: 'dimension', distinctCount: 12 }),
  ],
  { rowCount: 500 },
);
const ticket = entity(
  'ticket',
  names('ticket', '工单/张'),
  [
    key(),
    reference('customer_id', 'customer'),
    reference('device_id', 'device'),
    field('channel', 'text', names('channel', '渠道'), { role: 'dimension', distinctCount: 4 }),
    field('priority', 'text', names('priority', '优先级'), { role: 'dimension', distinctCount: 3 }),
    field('minutes', 'integer', names('handling time', '处理时长'), { role: 'measure', additivity: 'additive' }),
    field('low_minutes', 'integer', names('lowest handling time', '最短处理时长'), { role: 'measure' }),
  ],
  { kind: 'event', rowCount: 2000 },
);
const billLine = entity(
  'bill_line',
  names('bill line', '账单明细/条'),
  [
    key(),
    reference('customer_id', 'customer'),
    field('calls', 'integer', names('calls', '通话次数'), { role: 'measure', additivity: 'additive' }),
    field('rebate', 'numeric', names('rebate', '折让'), { role: 'measure', additivity: 'rate' }),
  ],
  { kind: 'line', rowCount: 9000 },
);
/** The tickets of a customer are worked on in calls; a call is no deed of the ticket's device. */
const device = entity('device', names('device', '设备/台'), [key()], { rowCount: 30 });
const call = entity('call', names('call', '通话/次'), [key(), reference('ticket_id', 'ticket')], {
  kind: 'event',
  rowCount: 9000,
});
const team = entity('team', names('team', '团队/个'), [key(), reference('lead_id', 'lead')], {
  rowCount: 60,
});
const index = new ModelIndex(
  modelOf(
    [customer, ticket, billLine, team, device, call],
    [
      relationship('ticket.customer_id → customer.id', { distinctCount: 400 }),
      relationship('bill_line.customer_id → customer.id', { distinctCount: 480 }),
      relationship('team.lead_id → customer.id', { distinctCount: 50 }),
      relationship('call.ticket_id → ticket.id', { distinctCount: 1500 }),
      relationship('ticket.device_id → device.id', { distinctCount: 30 }),
    ],
  ),
);

const column = (of: Entity, name: string): Dimension => ({
  form: 'field',
  of: fieldRef(
    of,
    [],
    of.fields.find((own) => own.name === name)!,
  ),
});
const linked = (from: Entity, name: string): Dimension => {
  const [step] = stepsOut(index, from);
  return {
    form: 'field',
    of: fieldRef(
      from,
      [step!],
      customer.fields.find((own) => own.name === name)!,
    ),
  };
};
const figure = (of: Entity, name: string, by: 'sum' | 'avg' | 'median' | 'min'): Measure => ({
  form: 'aggregate',
  by,
  of: fieldRef(
    of,
    [],
    of.fields.find((own) => own.name === name)!,
  ),
});
const count: Measure = { form: 'count' };
const overTicket = (end: Entity): Intent => {
  const path = [...stepsOut(index, call), ...stepsOut(index, ticket).filter(({ target }) => target === end)];
  return intentOf(call, { measures: [{ form: 'ratio', over: count, under: { form: 'distinct', path, entity: end } }] });
};
const toCustomer = (from: Entity) => ({
  path: stepsOut(index, from).filter(({ target }) => target === customer),
  entity: customer,
});

const canal = entity('canal', names('canal', '运河/条'), [key()], {});
const sluice = entity('sluice', names('sluice', '水闸/座'), [key(), reference('canal_id', 'canal')], { rowCount: 400 });
const toCanal = (rowCount: number) => ({
  path: stepsOut(new ModelIndex(modelOf([canal, sluice], [relationship('sluice.canal_id → canal.id')])), sluice),
  entity: { ...canal, rowCount },
});

const CASES: readonly (readonly [string, Intent, boolean])[] = [
  ['the total of lines', intentOf(billLine, { measures: [figure(billLine, 'calls', 'sum')] }), false],
  ['the median of lines', intentOf(billLine, { measures: [figure(billLine, 'calls', 'median')] }), true],
  [
    'the average rate of lines for each group',
    intentOf(billLine, { measures: [figure(billLine, 'rebate', 'avg')], dimensions: [linked(billLine, 'tariff')] }),
    false,
  ],
  [
    'the average of a column of lowest values',
    intentOf(ticket, { measures: [figure(ticket, 'low_minutes', 'avg')] }),
    true,
  ],
  [
    'two columns that part many rows',
    intentOf(ticket, { measures: [count], dimensions: [column(ticket, 'channel'), column(ticket, 'priority')] }),
    false,
  ],
  [
    'two columns that leave rows by themselves',
    intentOf(
      { ...ticket, rowCount: 20 },
      { measures: [count], dimensions: [column(ticket, 'channel'), column(ticket, 'priority')] },
    ),
    true,
  ],
  [
    'the best of each priority',
    intentOf(ticket, {
      measures: [count],
      dimensions: [column(ticket, 'priority'), { form: 'entity', ...toCustomer(ticket), withEmpty: false }],
      comparison: { form: 'rank', top: 3 },
    }),
    true,
  ],
  [
    'events by the gender of those they happen to',
    intentOf(ticket, { measures: [count], dimensions: [linked(ticket, 'gender')] }),
    false,
  ],
  [
    'teams by the gender of their lead',
    intentOf(team, { measures: [count], dimensions: [linked(team, 'gender')] }),
    true,
  ],
  [
    'tickets by the status of the customer',
    intentOf(ticket, { measures: [count], dimensions: [linked(ticket, 'status')] }),
    true,
  ],
  [
    'rows for each owner',
    intentOf(ticket, {
      measures: [{ form: 'ratio', over: count, under: { form: 'distinct', ...toCustomer(ticket) } }],
    }),
    false,
  ],
  [
    'rows for each owner where nearly each has one',
    intentOf(
      { ...ticket, rowCount: 420 },
      {
        measures: [{ form: 'ratio', over: count, under: { form: 'distinct', ...toCustomer(ticket) } }],
      },
    ),
    true,
  ],
  ['rows for each of those who had the event that they belong to', overTicket(customer), false],
  ['rows for each thing that another event is of', overTicket(device), true],
  [
    'what is set up for each of a few',
    intentOf(sluice, { measures: [{ form: 'ratio', over: count, under: { form: 'distinct', ...toCanal(9) } }] }),
    true,
  ],
  [
    'what is set up for each of many',
    intentOf(sluice, { measures: [{ form: 'ratio', over: count, under: { form: 'distinct', ...toCanal(90) } }] }),
    false,
  ],
  [
    'people for each of a few',
    intentOf(
      { ...sluice, name: names('employee', '员工/位') },
      { measures: [{ form: 'ratio', over: count, under: { form: 'distinct', ...toCanal(9) } }] },
    ),
    false,
  ],
  [
    'the last of a part',
    intentOf(ticket, {
      measures: [figure(ticket, 'minutes', 'avg')],
      dimensions: [{ form: 'entity', ...toCustomer(ticket), withEmpty: false }],
      order: { by: 0, direction: 'asc', limit: 5 },
    }),
    true,
  ],
];

describe('isContrived', () => {
  it.each(CASES)('%s', (_, intent, expected) => {
    expect(isContrived(intent)).toBe(expected);
  });
});
