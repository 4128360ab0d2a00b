import { measureText, type Condition, type Measure, type Period, type Reading } from '../reading.js';
import { isTimeValue, pairedUp, without } from './leftovers.js';

export const SLOTS = [
  'table',
  'join',
  'aggregate',
  'measure',
  'column',
  'condition',
  'value',
  'period',
  'group',
  'distinct',
  'order',
  'limit',
  'window',
  'set',
] as const;
export type Slot = (typeof SLOTS)[number];

/** A part that two readings do not share; empty text for a part that one of them lacks. */
export interface SlotDifference {
  readonly slot: Slot;
  readonly expected: string;
  readonly found: string;
}

/** The parts that differ, each named by its slot; none when both readings ask the same. */
export function compareReadings(expected: Reading, found: Reading): SlotDifference[] {
  const joins = listed('join', expected.joins, found.joins);
  const measures = measureDifferences(expected.measures, found.measures);
  const renamed = withMeasures(expected, measures);
  const windows = listed('window', renamed.windows, found.windows);
  return [
    ...(joins.length > 0 ? [] : listed('table', expected.tables, found.tables)),
    ...joins,
    ...measures,
    ...listed('column', ...shownOf(renamed, found, windows.length > 0)),
    ...conditionDifferences(renamed.conditions, found.conditions),
    ...periodDifferences(expected.periods, found.periods),
    ...listed('group', expected.groups, found.groups),
    ...listed('distinct', expected.distinct, found.distinct),
    ...orderDifferences(renamed.order, found.order),
    ...listed('limit', expected.limits, found.limits),
    ...windows,
    ...listed('set', expected.sets, found.sets),
  ];
}

/** The reading with the found measures in place of those that differ, so that their uses elsewhere do not differ as well. */
function withMeasures(reading: Reading, differences: readonly SlotDifference[]): Reading {
  const changed = differences.filter(({ expected, found }) => expected !== '' && found !== '');
  if (changed.length === 0) {
    return reading;
  }
  const rename = (text: string): string =>
    changed.reduce((renamed, { expected, found }) => renamed.replaceAll(expected, found), text);
  return {
    ...reading,
    shown: reading.shown.map(rename),
    order: reading.order.map(rename),
    windows: reading.windows.map(rename),
    conditions: reading.conditions.map((one) => ({ ...one, of: rename(one.of), values: one.values.map(rename) })),
  };
}

function listed(slot: Slot, expected: readonly string[], found: readonly string[]): SlotDifference[] {
  const missing = without(expected, found, (text) => text);
  const added = without(found, expected, (text) => text);
  return missing.length + added.length === 0 ? [] : [{ slot, expected: missing.join('; '), found: added.join('; ') }];
}

/** Output columns that contain a window differ already where the window differs. */
function shownOf(expected: Reading, found: Reading, isNamed: boolean): readonly [readonly string[], readonly string[]] {
  const plain = ({ shown, windows }: Reading): readonly string[] =>
    shown.filter((text) => !windows.some((window) => text.includes(window)));
  return isNamed ? [plain(expected), plain(found)] : [expected.shown, found.shown];
}

/** The condition of a filter has a slot of its own. */
function measureDifferences(expected: readonly Measure[], found: readonly Measure[]): SlotDifference[] {
  const bare = ({ by, of, filter }: Measure): string => JSON.stringify([by, of, filter !== undefined]);
  const missing = without(expected, found, bare);
  const added = without(found, expected, bare);
  return pairedUp(missing, added, [
    (one, other) => one.of === other.of,
    (one, other) => one.by === other.by,
    () => true,
  ]).map(([one, other]) => ({
    slot: one && other && one.of === other.of && one.by !== other.by ? 'aggregate' : 'measure',
    expected: one ? measureText(one) : '',
    found: other ? measureText(other) : '',
  }));
}

function conditionDifferences(expected: readonly Condition[], found: readonly Condition[]): SlotDifference[] {
  const key = ({ of, by, values, at }: Condition): string => JSON.stringify([of, by, values, at ?? '']);
  const isSameTest = (one: Condition, other: Condition): boolean =>
    one.of === other.of && one.by === other.by && one.at === other.at;
  return pairedUp(without(expected, found, key), without(found, expected, key), [
    isSameTest,
    (one, other) => one.of === other.of,
    (one, other) => String(one.values) === String(other.values),
    () => true,
  ]).map(([one, other]) => ({
    slot: slotOfCondition(one, other, one !== null && other !== null && isSameTest(one, other)),
    expected: one ? shown(one) : '',
    found: other ? shown(other) : '',
  }));
}

function slotOfCondition(one: Condition | null, other: Condition | null, isSameTest: boolean): Slot {
  const values = [...(one?.values ?? []), ...(other?.values ?? [])];
  if (values.some(isTimeValue)) {
    return 'period';
  }
  return isSameTest ? 'value' : 'condition';
}

function shown({ of, by, values, at }: Condition): string {
  return [of, by === 'compare' || by === 'holds' ? '' : by, values.join(', '), at === 'on' ? '(ON)' : '']
    .filter((part) => part !== '')
    .join(' ');
}

function periodDifferences(expected: readonly Period[], found: readonly Period[]): SlotDifference[] {
  const key = ({ of, from, to, at }: Period): string => JSON.stringify([of, from, to, at ?? '']);
  const text = ({ of, from, to }: Period): string => `${of} ${from ?? ''}..${to ?? ''}`;
  return pairedUp(without(expected, found, key), without(found, expected, key), [
    (one, other) => one.of === other.of,
    () => true,
  ]).map(([one, other]) => ({
    slot: 'period',
    expected: one ? text(one) : '',
    found: other ? text(other) : '',
  }));
}

/** Further keys that only order ties are not a difference. */
function orderDifferences(expected: readonly string[], found: readonly string[]): SlotDifference[] {
  const left = [...found];
  const missing = expected.filter((order) => {
    const place = left.findIndex((other) => other === order || other.startsWith(`${order}, `));
    if (place >= 0) {
      left.splice(place, 1);
    }
    return place < 0;
  });
  return listed('order', missing, left);
}
