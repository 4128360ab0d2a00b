import { commentLabel } from '#libs/column-concepts';
import type { SchemaNames } from '#libs/lexicon';
import type { RoledColumn } from '../entities/kind.js';
import { isEndTime } from '../meanings/later-times.js';
import { isPlannedTime } from '../meanings/planned-times.js';
import type { Metric } from '../model.js';
import { durationName, LATENESS } from '../names/metric-names.js';
import type { ColumnFacts, TableFacts } from '../roles/column-facts.js';

const MAX_METRICS = 3;
const NO_BEGINNING = /^(last|latest|birth|login|next)\b|\b(last|end|expir\w*)\b/;

/** Days between two business times of a row: from the order to the shipment, from the required date to the shipment. */
export function rowDurations(
  table: TableFacts,
  entity: string,
  columns: readonly RoledColumn[],
  begin: string | null,
  names: SchemaNames,
): Metric[] {
  const times = columns
    .filter(
      ({ role, facts }) => role === 'time' && /^(date|timestamp)/.test(facts.column.domainBase ?? facts.column.type),
    )
    .map(({ facts }) => facts);
  const hasDuration = columns.some(({ role, facts }) => role === 'measure' && facts.concept === 'duration');
  const start = times.find(({ column }) => column.name === begin);
  const ends = times.filter((facts) => facts !== start && isEndTime(facts, commentLabel(facts.column.comment)));
  if (!start || hasDuration || NO_BEGINNING.test(start.words.join(' '))) {
    return [];
  }
  const planned = times.find(({ words, column }) => {
    const name = `${words.join(' ')} ${column.name} ${commentLabel(column.comment) ?? ''}`;
    return isPlannedTime(name) || /\bscheduled\b|截止/u.test(name);
  });
  const pairs = ends.flatMap((end): (readonly [ColumnFacts, ColumnFacts])[] => [
    [start, end],
    ...(planned && planned !== start ? [[planned, end] as const] : []),
  ]);
  return pairs
    .filter(([from, to]) => follows(from, to))
    .slice(0, MAX_METRICS)
    .map(([from, to]) => durationMetric(table, entity, from, to, from === planned, names));
}

/** As far as the rows show, the second time is not before the first. */
function follows({ profile: from }: ColumnFacts, { profile: to }: ColumnFacts): boolean {
  const isIso = (value: string | null | undefined): value is string =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) && !value.endsWith('BC');
  return !isIso(from?.min) || !isIso(to?.max) || to.max >= from.min;
}

function durationMetric(
  { relation }: TableFacts,
  entity: string,
  from: ColumnFacts,
  to: ColumnFacts,
  isLateness: boolean,
  names: SchemaNames,
): Metric {
  const id = [entity.replace(/^public\./, ''), from.column.name, 'to', to.column.name].join('_');
  return {
    id: id.replace(/[^\p{L}\p{N}]+/gu, '_').toLowerCase(),
    entity,
    name: isLateness
      ? LATENESS
      : durationName(names.field(relation, from.column.name), names.field(relation, to.column.name)),
    expression: { form: 'duration', from: from.column.name, to: to.column.name },
    additivity: 'rate',
    unit: { kind: 'duration', code: 'day', field: null },
    evidence: { source: 'name', confidence: 0.8, because: null },
  };
}
