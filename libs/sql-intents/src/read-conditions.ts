import type { Comparator, Condition, FieldRef, Leaf } from '#libs/intents';
import type { Condition as ReadCondition, Period as ReadPeriod } from '#libs/sql-reading';
import { spanFromNow } from './relative-periods.js';
import { Unsaid } from './unsaid.js';
import { periodsFor, piecesOf, valuesFor } from './values-of.js';

/** One condition, with each of the values that it may take. */
export type Alternatives = readonly Leaf[];

export interface ColumnsOf {
  /** @throws Unsaid for an expression */
  field(text: string): FieldRef;
}

const COMPARATORS: ReadonlySet<string> = new Set(['=', '<>', '>', '>=', '<', '<=']);
const RELATIVE = /\b(?:now|current_date|interval|age)\b/;

/** The conditions on rows. Those of time columns are periods, whether their bounds are values or parameters. */
export function readConditions(
  conditions: readonly ReadCondition[],
  periods: readonly ReadPeriod[],
  columns: ColumnsOf,
): Alternatives[] {
  const { bounds, others } = boundsApart(conditions, columns);
  const spans = [...periods, ...bounds].map(({ at, ...period }) => {
    if (at !== undefined) {
      throw new Unsaid('condition', at);
    }
    return periodLeaves(columns.field(period.of), period);
  });
  return [...others.map((condition) => leavesFor(condition, columns)), ...spans];
}

/** Comparisons of a time with something that is no date: a parameter. */
function boundsApart(
  conditions: readonly ReadCondition[],
  columns: ColumnsOf,
): { bounds: ReadPeriod[]; others: ReadCondition[] } {
  const others: ReadCondition[] = [];
  const bounds = new Map<string, ReadPeriod>();
  for (const condition of conditions) {
    const { of, by, values, at } = condition;
    const isBound = /^[<>]=?$/.test(by) && values.length === 1 && at === undefined && /^\$\d+$/.test(values[0] ?? '');
    if (!isBound || columns.field(of).field.typeCategory !== 'D') {
      others.push(condition);
      continue;
    }
    const known = bounds.get(of) ?? { of, from: null, to: null };
    bounds.set(of, by.startsWith('>') ? { ...known, from: '$' } : { ...known, to: '$' });
  }
  return { bounds: [...bounds.values()], others };
}

function periodLeaves(of: FieldRef, { from, to }: Omit<ReadPeriod, 'of' | 'at'>): Alternatives {
  if (from !== null && to !== null) {
    return periodsFor(of, from, to).map((period) => ({ form: 'period', of, period }));
  }
  const by: Comparator = from === null ? '<' : '>=';
  return valuesFor(of, by, []).map((value) => ({ form: 'compare', of, by, value }));
}

function leavesFor({ of: text, by, values, at }: ReadCondition, columns: ColumnsOf): Alternatives {
  if (at !== undefined || by === 'or' || by === 'holds' || by === 'not' || /query|exists/.test(by)) {
    throw new Unsaid('condition', `${text} ${by}`);
  }
  const span = spanFromNow({ of: text, by, values });
  if (span !== null) {
    return [{ form: 'period', of: columns.field(text), period: { unit: 'last', ...span } }];
  }
  if (values.some((value) => RELATIVE.test(value))) {
    throw new Unsaid('period', values.join(' '));
  }
  if (by === 'compare') {
    return [comparedColumns(text, columns)];
  }
  const of = columns.field(text);
  if (by === 'is null' || by === 'is not null') {
    return [{ form: 'null', of, negated: by === 'is not null' }];
  }
  if (by === 'like' || by === 'ilike') {
    return likeLeaves(of, values[0] ?? '');
  }
  if (by === 'in' || by === 'not in') {
    const negated = by === 'not in';
    const found = valuesFor(of, 'in', values);
    if (found.length < 2) {
      throw new Unsaid('value', text);
    }
    const [one, ...rest] = found;
    return rest.map((other) => ({ form: 'in', of, values: one === undefined ? [other] : [one, other], negated }));
  }
  if (!COMPARATORS.has(by) || values.length !== 1) {
    throw new Unsaid('condition', by);
  }
  return compareLeaves(of, by as Comparator, values);
}

function compareLeaves(of: FieldRef, by: Comparator, values: readonly string[]): Alternatives {
  if (of.field.typeCategory === 'D') {
    throw new Unsaid('period', by);
  }
  return valuesFor(of, by, values).map((value) => ({ form: 'compare', of, by, value }));
}

function likeLeaves(of: FieldRef, pattern: string): Alternatives {
  const isParameter = /^\$\d+$/.test(pattern);
  const [, open = '', asked = '', close = ''] = /^(%?)([^%_]*)(%?)$/.exec(pattern) ?? [];
  if (!isParameter && (asked === '' || close === '')) {
    throw new Unsaid('condition', 'like');
  }
  const at = isParameter || open === '%' ? 'anywhere' : 'start';
  return piecesOf(of, asked).map((text) => ({ form: 'like', of, text, at }));
}

function comparedColumns(text: string, columns: ColumnsOf): Leaf {
  const [, one = '', by = '', other = ''] = /^(\S+) (=|<>|<|>|<=|>=) (\S+)$/.exec(text) ?? [];
  if (!COMPARATORS.has(by)) {
    throw new Unsaid('condition', text);
  }
  return { form: 'columns', of: columns.field(one), by: by as Comparator, other: columns.field(other) };
}

/** All conditions with their first values, then with their second ones, and so on. */
export function combinations(alternatives: readonly Alternatives[], most: number): (Condition | null)[] {
  const longest = Math.max(1, ...alternatives.map(({ length }) => length));
  return Array.from({ length: Math.min(longest, most) }, (_, turn): Condition | null => {
    const leaves = alternatives.flatMap((leaf) => leaf[turn % leaf.length] ?? []);
    const [only] = leaves;
    return leaves.length > 1 ? { form: 'and', of: leaves } : (only ?? null);
  });
}
