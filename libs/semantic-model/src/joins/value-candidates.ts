import { relationName, type Column, type ColumnProfile, type RelationProfile } from '#libs/catalog';
import type { Candidate } from './candidate.js';
import type { Target } from './join-schema.js';
import { messages } from './messages.js';
import { ATTRIBUTE, keyFamily, readName } from './names.js';
import { tailOf } from './table-names.js';

/** Without a fitting name; only values that few tables can have lift it above the threshold. */
const BY_VALUES = 0.3;
const MANY_VALUES = 10;
/** Values that fit more keys than that are no one's. */
const MAX_TARGETS = 4;
const MAX_CANDIDATES = 400;
/** Numbers from here on are not simply counted from 1. */
const HIGH = 100;

type Profiles = Pick<ReadonlyMap<string, RelationProfile>, 'get'>;

interface Measured {
  readonly target: Target;
  readonly column: Column;
  readonly profile: ColumnProfile;
}

/**
 * References that only the values show: many distinct texts or large numbers of one form within the range of one key.
 * Columns that are joined already stay out.
 */
export function valueCandidates(
  sources: readonly Target[],
  profiles: Profiles,
  joined: ReadonlySet<Column>,
): Candidate[] {
  const columns = sources.flatMap((target) => measuredColumns(target, profiles));
  const keys = columns.filter(({ target, column, profile }) => column === target.key && isSpecific(profile));
  const byForm = Map.groupBy(
    keys.flatMap((key) => formsOf(key).map((form) => ({ form, key }))),
    ({ form }) => form,
  );
  const free = columns.filter(({ target, column }) => !joined.has(column) && column !== target.key);
  const found = free.filter(mayRefer).flatMap((from) => {
    const fitting = formsOf(from).flatMap((form) => (byForm.get(form) ?? []).map(({ key }) => key));
    const targets = [...new Set(fitting)].filter((key) => isWithin(from, key));
    return targets.length <= MAX_TARGETS ? targets.map((key) => candidateOf(from, key)) : [];
  });
  return found.slice(0, MAX_CANDIDATES);
}

function measuredColumns(target: Target, profiles: Profiles): Measured[] {
  const measured = new Map(
    profiles.get(relationName(target.relation))?.columns.map((profile) => [profile.column, profile]),
  );
  return target.relation.columns.flatMap((column) => {
    const profile = measured.get(column.name);
    const isMany = (profile?.distinctCount ?? 0) >= MANY_VALUES;
    return profile && isMany && keyFamily(column) !== null ? [{ target, column, profile }] : [];
  });
}

function mayRefer({ target, column }: Measured): boolean {
  if (keyFamily(column) !== 'number') {
    return !ATTRIBUTE.test(column.name);
  }
  const { columns } = target.relation;
  const isLink = columns.length <= 3 && columns.every((other) => keyFamily(other) === 'number');
  return isLink || readName(tailOf(column.name, target.name)).kind === 'id';
}

/** Keys that simply count from 1 contain the small numbers of every column. */
function isSpecific({ min, max, distinctCount }: ColumnProfile): boolean {
  const [least, most] = [Number(min ?? Number.NaN), Number(max ?? Number.NaN)];
  const isNumber = Number.isFinite(least) && Number.isFinite(most);
  return !isNumber || least >= HIGH || (distinctCount ?? 0) * 2 < most - least;
}

/** `9` for numbers; for texts their shape, such as `a9-9`. */
function formsOf({ column, profile }: Measured): string[] {
  const family = keyFamily(column) ?? '';
  const values = family === 'text' ? profile.sampleValues.slice(0, 3) : [''];
  const shapes = values.map((value) =>
    value
      .replace(/\p{L}+/gu, 'a')
      .replace(/\d+/g, '9')
      .replace(/\*+/g, '*'),
  );
  return [...new Set(shapes.map((shape) => `${family} ${shape}`))];
}

function isWithin(from: Measured, key: Measured): boolean {
  if (keyFamily(from.column) !== 'number') {
    return (from.profile.distinctCount ?? 0) <= (key.profile.distinctCount ?? 0) * 1.1;
  }
  const [least, most, low, high] = [from.profile.min, from.profile.max, key.profile.min, key.profile.max].map(Number);
  return (least ?? 0) >= (low ?? 0) && (most ?? 0) <= (high ?? 0);
}

function candidateOf({ target: from, column }: Measured, { target: to, column: key }: Measured): Candidate {
  return {
    from: from.relation,
    columns: [column],
    to: to.relation,
    toColumns: [key],
    score: BY_VALUES,
    role: from === to ? readName(column.name).subject : [],
    source: 'data',
    because: messages.only_values({ table: to.relation.name }),
    needsRows: true,
    provesKey: false,
    elements: null,
    condition: null,
  };
}
