import { measureText, type Condition, type Reading } from '#libs/sql-reading';

/** What the rules look up in the reading of a statement. */
export interface StatementFacts {
  readonly reading: Reading;
  /** Every number that it holds, also inside texts. */
  readonly numbers: ReadonlySet<number>;
  /** Conditions with a number as value. */
  readonly numeric: readonly Condition[];
  /** Names of aggregates. */
  readonly aggregates: ReadonlySet<string>;
  /** All of it in lower case. */
  readonly text: string;
}

const COMPARING = new Set(['=', '<>', '<', '>', '<=', '>=']);

export function statementFacts(reading: Reading): StatementFacts {
  const text = [
    ...reading.shown,
    ...reading.measures.map(measureText),
    ...reading.conditions.flatMap(({ of, values }) => [of, ...values]),
    ...reading.periods.flatMap(({ of, from, to }) => [of, from ?? '', to ?? '']),
    ...reading.groups,
    ...reading.order,
    ...reading.limits,
    ...reading.windows,
  ]
    .join('\n')
    .toLowerCase();
  return {
    reading,
    text,
    numbers: new Set((text.match(/\d+(?:\.\d+)?/g) ?? []).map(Number)),
    numeric: reading.conditions.filter(({ by, values }) => COMPARING.has(by) && values.every(isNumber)),
    aggregates: new Set(
      [...reading.measures.map(({ by }) => by), ...reading.windows].map((name) => /^[a-z_]+/.exec(name)?.[0] ?? ''),
    ),
  };
}

export function isNumber(value: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(value);
}

export function anyOf<T>(set: ReadonlySet<T>, members: readonly T[]): boolean {
  return members.some((member) => set.has(member));
}
