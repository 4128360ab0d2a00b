import { LABELS, QUANTITIES } from '#libs/column-concepts';
import { commentMeanings } from '../meanings/comment-meanings.js';
import type { FieldRole, Source } from '../model.js';
import { distinctness, isWhole, numericRange, type ColumnFacts } from './column-facts.js';
import { housekeepingOf, marksDeletion } from './technical.js';
import { isTwoValued } from './two-valued.js';

export interface Judged<T> {
  readonly value: T;
  readonly source: Source;
  readonly confidence: number;
}

const judged = <T>(value: T, source: Source, confidence: number): Judged<T> => ({ value, source, confidence });

/** Types without readable values. */
const OPAQUE_TYPE = /^(bytea|tsvector|tsquery|hstore|(\w+\.)?(vector|halfvec|sparsevec))(\(|$)/;
const FEW = 40;

/**
 * The role of a column: by declared facts first, then by the rows, then by the head of its name.
 * A creation time is `technical` here; whether it is the time of an event depends on its table.
 */
export function roleOf(facts: ColumnFacts): Judged<FieldRole> {
  const { column, profile } = facts;
  if (profile?.sensitive) {
    return judged('sensitive', 'data', 0.9);
  }
  if (facts.isReference) {
    return judged('reference', 'declared', 1);
  }
  if (facts.isKey) {
    return judged('key', 'declared', 1);
  }
  const housekeeping = housekeepingOf(facts);
  if (marksDeletion(facts) || (housekeeping !== null && !(facts.inKey && column.typeCategory === 'D'))) {
    return judged('technical', 'name', 0.9);
  }
  if (OPAQUE_TYPE.test(column.type) || facts.concept === 'digest') {
    return judged('technical', 'declared', 0.9);
  }
  if (facts.inKey && column.typeCategory !== 'D') {
    return judged('key', 'declared', 1);
  }
  return roleByType(facts);
}

function roleByType(facts: ColumnFacts): Judged<FieldRole> {
  const { column } = facts;
  if (column.isArray || /^(json|jsonb|xml)$/.test(column.type)) {
    return judged('text', 'declared', 0.8);
  }
  switch (column.typeCategory) {
    case 'B':
      return judged('flag', 'declared', 1);
    case 'E':
      return judged('dimension', 'declared', 1);
    case 'D':
      return judged('time', 'declared', 1);
    case 'T':
      return judged('measure', 'declared', 0.8);
    case 'N':
      return numberRole(facts);
    case 'S':
      return textRole(facts);
    default:
      return column.type === 'uuid' ? judged('code', 'declared', 0.9) : judged('text', 'declared', 0.6);
  }
}

function numberRole(facts: ColumnFacts): Judged<FieldRole> {
  const { concept, profile } = facts;
  const counted = concept !== null && QUANTITIES.has(concept);
  if (facts.isUnique) {
    return judged('code', 'declared', 0.9);
  }
  if (commentMeanings(facts.column.comment).size >= 2 && !isTwoValued(facts) && (profile?.distinctCount ?? 0) <= FEW) {
    return judged('dimension', 'comment', 0.9);
  }
  if (!counted && concept !== 'class' && isTwoValued(facts)) {
    return judged('flag', 'data', concept === 'flag' ? 0.95 : 0.8);
  }
  if (concept === 'flag') {
    return judged((profile?.distinctCount ?? 0) > 2 ? 'dimension' : 'flag', 'name', 0.8);
  }
  if (isEpoch(facts) || concept === 'time') {
    return judged('code', 'data', 0.8);
  }
  if (concept === 'year') {
    return judged('dimension', 'name', 0.9);
  }
  if (concept === 'class' || concept === 'rating') {
    return isWhole(facts) || (profile?.distinctCount ?? 0) <= FEW
      ? judged('dimension', 'name', 0.85)
      : judged('measure', 'data', 0.7);
  }
  if (concept !== null && LABELS.has(concept)) {
    return judged('code', 'name', 0.85);
  }
  if (profile?.enumeration && !counted) {
    return judged('dimension', 'data', 0.8);
  }
  if (counted) {
    return judged('measure', 'name', 0.85);
  }
  return unknownNumber(facts);
}

/** Seconds or milliseconds since 1970 that lie between 2000 and 2100. */
function isEpoch(facts: ColumnFacts): boolean {
  const range = numericRange(facts);
  const within = (unit: number): boolean =>
    range !== null && range.min >= 946_684_800 * unit && range.max <= 4_102_444_800 * unit && range.max > range.min;
  const isTime = facts.concept === null || ['time', 'duration', 'version', 'code'].includes(facts.concept);
  return isTime && isWhole(facts) && (within(1) || within(1000));
}

/** The name says nothing: fractions and plurals are measured; other whole numbers only where they vary and repeat. */
function unknownNumber(facts: ColumnFacts): Judged<FieldRole> {
  if (!isWhole(facts)) {
    return judged('measure', 'data', 0.6);
  }
  if (/[^su]s$/.test(facts.words.at(-1) ?? '') && (distinctness(facts) ?? 0) < 0.95) {
    return judged('measure', 'name', 0.6);
  }
  const distinct = facts.profile?.distinctCount ?? null;
  const rows = facts.rowCount ?? 0;
  const range = numericRange(facts);
  const dense = range !== null && distinct !== null && range.max - range.min < 2 * distinct;
  if (distinct === null || rows < 20) {
    return judged('code', 'name', 0.4);
  }
  if ((distinctness(facts) ?? 0) >= 0.95) {
    return judged('code', 'data', dense ? 0.8 : 0.6);
  }
  return distinct <= FEW ? judged('dimension', 'data', 0.5) : judged('code', 'data', 0.4);
}

/** Addresses of pages, files and JSON. */
function areOpaque(values: readonly string[]): boolean {
  const opaque = values.filter((value) => /^(https?:|\/|www\.|[[{])|\.(png|jpe?g|gif|svg|pdf)$/i.test(value)).length;
  return opaque > 0 && 2 * opaque >= values.length;
}

function textRole(facts: ColumnFacts): Judged<FieldRole> {
  const { concept, profile, rowCount } = facts;
  const distinct = profile?.distinctCount ?? null;
  if (concept !== 'class' && isTwoValued(facts)) {
    return judged('flag', 'data', 0.85);
  }
  if (facts.isUnique && concept !== 'name' && concept !== 'description') {
    return judged('code', 'declared', 0.8);
  }
  if (concept === 'code' || concept === 'identifier') {
    return judged(
      distinct !== null && distinct <= 12 && (rowCount ?? 0) >= 10 * distinct ? 'dimension' : 'code',
      'name',
      0.85,
    );
  }
  if (concept === 'locator' || concept === 'description' || areOpaque(profile?.sampleValues ?? [])) {
    return judged('text', 'name', 0.85);
  }
  if (profile?.enumeration && distinct !== 1) {
    return judged('dimension', 'data', 0.9);
  }
  if (distinct === null) {
    return judged(concept === 'class' || concept === 'place' ? 'dimension' : 'text', 'name', 0.5);
  }
  if (concept === 'name' && (distinctness(facts) ?? 1) > 0.5) {
    return judged('text', 'name', 0.9);
  }
  const repeats = distinct >= 2 && distinct <= FEW;
  const isShort = (profile?.averageLength ?? 0) <= 40;
  const rows = rowCount ?? 0;
  const groups = repeats && isShort && rows >= (concept === 'class' ? 1.25 : 2) * distinct;
  const place = concept === 'place' && distinct >= 2 && (distinctness(facts) ?? 1) <= 0.8;
  return judged(groups || place ? 'dimension' : 'text', 'data', 0.7);
}
