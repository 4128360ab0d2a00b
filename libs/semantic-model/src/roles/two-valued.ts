import { commentMeanings } from '../meanings/comment-meanings.js';
import type { ColumnFacts } from './column-facts.js';

/** Pairs of values that say yes and no, in lower case. */
const PAIRS: readonly (readonly [yes: string, no: string])[] = [
  ['1', '0'],
  ['y', 'n'],
  ['t', 'f'],
  ['yes', 'no'],
  ['true', 'false'],
  ['是', '否'],
  ['有', '无'],
  ['on', 'off'],
];

/** All values of the column, as far as they are surely all; null otherwise. */
function allValues({ profile, rowCount }: ColumnFacts): readonly string[] | null {
  if (!profile) {
    return null;
  }
  const values = [
    ...new Set([
      ...(profile.enumeration ?? []),
      ...profile.topValues.map(({ value }) => value),
      ...profile.sampleValues,
    ]),
  ];
  const enough = profile.enumeration !== null || (profile.distinctCount === values.length && (rowCount ?? 0) >= 4);
  return enough && values.length > 0 ? values : null;
}

/** The column says yes or no by two values, both of which occur or are allowed, or by one of them and its name. */
export function isTwoValued(facts: ColumnFacts): boolean {
  const values = allValues(facts)?.map((value) => value.trim().toLowerCase());
  if (!values || values.length > 2 || saysMore(facts.column.comment)) {
    return false;
  }
  return PAIRS.some(
    (pair) => values.every((value) => pair.includes(value)) && (values.length === 2 || facts.concept === 'flag'),
  );
}

/** The comment gives the two values meanings that are not yes and no: they are states. */
function saysMore(comment: string | null): boolean {
  const meanings = [...commentMeanings(comment).values()];
  return (
    meanings.length >= 2 &&
    !meanings.some((meaning) => truthOf(meaning) !== null || /^(不|未|非|not |un)/iu.test(meaning))
  );
}

/** True for `1`, `Y`, `是`; false for their counterparts; null for other values. */
export function truthOf(value: string): boolean | null {
  const plain = value.trim().toLowerCase();
  const pair = PAIRS.find((each) => each.includes(plain));
  return pair ? pair[0] === plain : null;
}
