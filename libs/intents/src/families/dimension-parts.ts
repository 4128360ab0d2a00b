import type { Entity, Field, ModelIndex } from '#libs/semantic-model';
import type { Bucket, Dimension, FieldRef, Path } from '../intent.js';
import { endOf, fansOut, fieldRef } from '../paths.js';
import { isAskedFor, isAskedInRole } from './asked-columns.js';
import { isSpoken } from './spoken.js';
import { interleaved } from './choose.js';
import { MOSTLY_EMPTY } from './measure-parts.js';
import { monthOf } from './thresholds.js';
import { pathsOverLinks, pathsToElements } from './ways.js';

/** Groups of one row each are a list. */
const ROWS_PER_GROUP = 2;
/** More groups are a list, not a comparison. */
const MANY_GROUPS = 60;

/** Parts rows into at least two groups, and not too many; its values are words, not fractions, addresses of the web and the like. */
function isDimension({ role, distinctCount, values, sensitive, isArray, nullShare }: Field): boolean {
  const groups = distinctCount ?? values.length;
  const spoken = values.filter(isSpoken).length;
  return (
    (role === 'dimension' || role === 'flag') &&
    sensitive === null &&
    !isArray &&
    (nullShare ?? 0) <= MOSTLY_EMPTY &&
    groups > 1 &&
    groups <= MANY_GROUPS &&
    (values.length === 0 || spoken * 2 > values.length) &&
    !values.some(({ value }) => /^-?\d+\.\d*[1-9]$/.test(value))
  );
}

const dimensionOf = (subject: Entity, path: Path, field: Field): Dimension => ({
  form: 'field',
  of: fieldRef(subject, path, field),
});

export function ownDimensions(subject: Entity): Dimension[] {
  return subject.fields
    .filter(
      (field) =>
        isDimension(field) && isAskedFor(field, subject, true) && gathers(field, subject) && !isNameOf(field, subject),
    )
    .map((field) => dimensionOf(subject, [], field));
}

/** The name of a thing. Two things may have one name, so groups are made by the thing itself. */
export function isNameOf({ name, label }: Field, { kind, title }: Entity): boolean {
  return kind === 'thing' && title.includes(name) && /(^| )name$/.test(label.en.text);
}

/** Its groups have several rows. */
function gathers({ distinctCount }: Field, { rowCount }: Entity): boolean {
  return distinctCount === null || rowCount === null || rowCount >= distinctCount * ROWS_PER_GROUP;
}

/** One of each linked entity in turn. */
export function linkedDimensions(subject: Entity, paths: readonly Path[]): Dimension[] {
  // The industry of the parent, the job title of the manager: people ask about the parent itself.
  const others = paths.filter((path) => endOf(subject, path) !== subject);
  return interleaved(
    others.map((path) =>
      endOf(subject, path)
        .fields.filter((field) => isDimension(field) && isAskedFor(field, endOf(subject, path), false))
        .filter((field) => isAskedInRole(field, path))
        .filter((field) => !isNameOf(field, endOf(subject, path)))
        .map((field) => dimensionOf(subject, path, field)),
    ),
  );
}

/** Different values of a dimension; null when unknown. */
export function groupsIn(dimension: Dimension): number | null {
  switch (dimension.form) {
    case 'entity':
      return dimension.path.at(-1)?.relationship.distinctCount ?? null;
    case 'field':
      return dimension.of.field.distinctCount;
    default:
      return null;
  }
}

/** Yes and no: people do not rank within them, nor divide by them. */
export function isFlagged(dimension: Dimension): boolean {
  return dimension.form === 'field' && dimension.of.field.role === 'flag';
}

/** Entities that a person can tell apart, each with several rows of the subject. */
export function linkedEntities(subject: Entity, paths: readonly Path[]): Dimension[] {
  return paths
    .filter((path) => {
      const { title, kind } = endOf(subject, path);
      const groups = path.at(-1)?.relationship.distinctCount ?? null;
      const isGrouping = groups === null || subject.rowCount === null || subject.rowCount >= groups * ROWS_PER_GROUP;
      return title.length > 0 && kind !== 'link' && kind !== 'line' && groups !== 1 && (isGrouping || fansOut(path));
    })
    .map((path) => ({ form: 'entity', path, entity: endOf(subject, path), withEmpty: false }));
}

export function manyEntities(index: ModelIndex, subject: Entity): Dimension[] {
  return linkedEntities(subject, [...pathsOverLinks(index, subject), ...pathsToElements(index, subject)]);
}

/** Buckets that part the measured range into several periods. */
export function timeDimensions(time: FieldRef | null): Dimension[] {
  const [first, last] = [monthOf(time?.field.range?.min), monthOf(time?.field.range?.max)];
  if (time === null || first === null || last === null || !hasTrend(time)) {
    return [];
  }
  const months = last - first + 1;
  const buckets: (Bucket | false)[] = [
    months > 2 && months <= (time.entity.kind === 'thing' ? 24 : 120) && 'month',
    Math.floor(last / 12) > Math.floor(first / 12) && 'year',
    months > 5 && 'quarter',
    time.entity.kind === 'event' && 'weekday',
    months <= 3 && 'day',
  ];
  return buckets.filter((bucket) => bucket !== false).map((bucket) => ({ form: 'time', of: time, bucket }));
}

/** A handful of rows makes no trend. */
export function hasTrend({ entity }: FieldRef): boolean {
  return (entity.rowCount ?? 100) >= 20;
}
