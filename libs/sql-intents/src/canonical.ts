import { measureText, type Condition, type Reading } from '#libs/sql-reading';
import type { ModelIndex } from '#libs/semantic-model';
import { linkedRows } from './linked-rows.js';
import { withSpans } from './relative-periods.js';

/** Stands for every value: a question is asked with values of its own. */
const ANY = '?';

/**
 * A reading as far as it decides what is asked: without values, without the order of an answer that is not cut, with one
 * form for ways to write that give the same rows by the keys and NOT NULL columns of the model.
 */
export function canonical(reading: Reading, index: ModelIndex): Reading {
  const spans = withSpans(reading);
  const { reading: rest, links } = linkedRows(spans);
  const linked = links.flatMap(({ outer, inner, negated, conditions }): Condition[] => [
    { of: `${outer} = ${inner}`, by: negated ? 'not exists' : 'exists', values: [] },
    ...conditions,
  ]);
  const whole = { ...rest, conditions: [...rest.conditions, ...linked] };
  return withoutValues(counted(joinedColumns(pruned(withBounds(whole, index), index), index), index));
}

const entityOf = (index: ModelIndex, label: string) => index.entity(label.includes('.') ? label : `public.${label}`);

/** Replaces whole columns in a text. */
function renamer(names: ReadonlyMap<string, string>): (text: string) => string {
  return (text) => {
    for (const [from, to] of names) {
      text = text.replace(new RegExp(`(?<![\\p{L}\\p{N}_.])${RegExp.escape(from)}(?![\\p{L}\\p{N}_])`, 'gu'), () => to);
    }
    return text;
  };
}

function mapped(reading: Reading, rename: (text: string) => string): Reading {
  const condition = <T extends Condition>(one: T): T => ({
    ...one,
    of: rename(one.of),
    values: one.values.map(rename),
  });
  return {
    ...reading,
    measures: reading.measures.map((one) => ({
      ...one,
      of: rename(one.of),
      ...(one.filter === undefined ? {} : { filter: rename(one.filter) }),
    })),
    shown: reading.shown.map(rename),
    conditions: reading.conditions.map(condition),
    periods: reading.periods.map((one) => ({ ...one, of: rename(one.of) })),
    groups: reading.groups.map(rename).sort(),
    order: reading.order.map(rename),
  };
}

/** A table that is joined by its key and asked for nothing else is as good as not joined, if every row refers to one. */
function pruned(reading: Reading, index: ModelIndex): Reading {
  const joins = reading.joins.map((text) => /^(inner|left) (.+) = (.+)$/s.exec(text));
  for (const [at, join] of joins.entries()) {
    const sides = [join?.[2] ?? '', join?.[3] ?? ''];
    for (const [one = '', other = ''] of [sides, sides.toReversed()]) {
      const [table, column] = split(one, reading.tables);
      const [child, reference] = split(other, reading.tables);
      const entity = table === null ? undefined : entityOf(index, table);
      const childEntity = child === null ? undefined : entityOf(index, child);
      const others = reading.joins.filter((_, place) => place !== at);
      const isKey = entity?.key.length === 1 && entity.key[0] === column;
      const isFilled = childEntity?.fields.some(({ name, notNull }) => name === reference && notNull) ?? false;
      const isDeclared =
        childEntity !== undefined &&
        index
          .from(childEntity.id)
          .some(
            ({ declared, to, fromFields, elements, condition }) =>
              declared &&
              to === entity?.id &&
              elements === null &&
              condition === null &&
              fromFields.join() === reference,
          );
      const isKept = join?.[1] === 'left' && one === join[2];
      if (table === null || !isKey || isKept || !isDeclared || !(isFilled || join?.[1] === 'left')) {
        continue;
      }
      const renamed = mapped(
        { ...reading, joins: others, tables: reading.tables.filter((label) => label !== table) },
        renamer(new Map([[one, other]])),
      );
      if (entity?.softDelete === null && !mentions(renamed, table)) {
        return pruned(renamed, index);
      }
    }
  }
  return reading;
}

function split(text: string, labels: readonly string[]): readonly [string | null, string] {
  const label = labels.filter((one) => text.startsWith(`${one}.`)).toSorted((a, b) => b.length - a.length)[0];
  return label === undefined ? [null, text] : [label, text.slice(label.length + 1)];
}

function mentions({ tables: _, ...reading }: Reading, label: string): boolean {
  return JSON.stringify(reading).includes(`${label}.`);
}

/** The two columns of an inner join are one: that of the table that is referred to. */
function joinedColumns(reading: Reading, index: ModelIndex): Reading {
  const names = new Map<string, string>();
  for (const join of reading.joins) {
    const [, one = '', other = ''] = /^inner (.+) = (.+)$/s.exec(join) ?? [];
    for (const [column, key] of [
      [one, other],
      [other, one],
    ] as const) {
      const [label, name] = split(key, reading.tables);
      const entity = label === null ? undefined : entityOf(index, label);
      if (entity?.key.length === 1 && entity.key[0] === name && !names.has(key)) {
        names.set(column, key);
        break;
      }
    }
  }
  return withKeys(mapped(reading, renamer(names)), index);
}

/** Groups by a row of a table: its key stands for the columns that it decides, and a title without repetitions for the key. */
function withKeys(reading: Reading, index: ModelIndex): Reading {
  let groups = [...reading.groups];
  for (const label of reading.tables) {
    const entity = entityOf(index, label);
    const [key, ...others] = entity?.key ?? [];
    if (!entity || key === undefined || others.length > 0) {
      continue;
    }
    const title = entity.title.map((name) => `${label}.${name}`);
    // Whoever groups people by first and last name means the people.
    const isTitled = title.length > 1 || !entity.titleRepeats;
    if (isTitled && title.length > 0 && title.every((text) => groups.includes(text))) {
      groups = [`${label}.${key}`, ...groups.filter((text) => !title.includes(text))];
    }
    if (groups.includes(`${label}.${key}`)) {
      groups = [
        `${label}.${key}`,
        ...groups.filter((text) => text !== `${label}.${key}` && split(text, reading.tables)[0] !== label),
      ];
    }
  }
  return { ...reading, groups: [...new Set(groups)].sort() };
}

/** A count of a column that is always filled is a count of rows. */
function counted(reading: Reading, index: ModelIndex): Reading {
  const outer = new Set(
    reading.joins.flatMap((text) => {
      const side = /^left .+ = (.+)$/s.exec(text)?.[1];
      return side === undefined ? [] : [split(side, reading.tables)[0]];
    }),
  );
  const texts = new Map<string, string>();
  const measures = reading.measures.map((measure) => {
    const [label, name] = split(measure.of, reading.tables);
    const field = label === null ? undefined : entityOf(index, label)?.fields.find((one) => one.name === name);
    if (measure.by !== 'count' || !field?.notNull || outer.has(label)) {
      return measure;
    }
    const rows = { ...measure, of: '*' };
    texts.set(measureText(measure), measureText(rows));
    return rows;
  });
  const renamed = (text: string): string =>
    [...texts].reduce((renaming, [from, to]) => renaming.replaceAll(from, to), text);
  return {
    ...reading,
    measures,
    shown: reading.shown.map(renamed),
    order: reading.order.map(renamed),
    conditions: reading.conditions.map((one) => ({ ...one, of: renamed(one.of) })),
  };
}

/** Bounds of a time that are parameters make a period, as dates do. */
function withBounds(reading: Reading, index: ModelIndex): Reading {
  const isBound = ({ of, by, values: [value = '', ...more], at }: Condition): boolean => {
    const [label, name] = split(of, reading.tables);
    const field = label === null ? undefined : entityOf(index, label)?.fields.find((one) => one.name === name);
    const isCompared = more.length === 0 && at === undefined && /^[<>]=?$/.test(by) && /^\$\d+$/.test(value);
    return isCompared && field?.typeCategory === 'D';
  };
  const bounds = reading.conditions.filter(isBound);
  const periods = [...Map.groupBy(bounds, ({ of }) => of)].map(([of, found]) => ({
    of,
    from: found.some(({ by }) => by.startsWith('>')) ? ANY : null,
    to: found.some(({ by }) => by.startsWith('<')) ? ANY : null,
  }));
  return {
    ...reading,
    conditions: reading.conditions.filter((condition) => !bounds.includes(condition)),
    periods: [...reading.periods, ...periods],
  };
}

function withoutValues(reading: Reading): Reading {
  const isCut = reading.limits.length > 0;
  return {
    ...reading,
    conditions: reading.conditions.map((one) => ({ ...one, values: one.values.length > 0 ? [ANY] : [] })),
    periods: reading.periods.map(({ from, to, ...one }) => ({
      ...one,
      from: from === null ? null : ANY,
      to: to === null ? null : ANY,
    })),
    order: isCut ? reading.order : [],
    limits: reading.limits.map(() => ANY),
    shown: [],
    joins: reading.joins.toSorted(),
  };
}
