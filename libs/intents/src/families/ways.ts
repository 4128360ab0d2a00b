import { SELDOM_ASKED, type Entity, type ModelIndex, type Relationship } from '#libs/semantic-model';
import type { Path, Step } from '../intent.js';
import { isUnit } from './asked-columns.js';
import { isPeople } from './people.js';
import { isToMany, stepsIn, stepsOut } from '../paths.js';

/**
 * References that lead to one row worth asking about. Several to one entity, and those to the entity itself, need a role:
 * without one, people could not tell them apart.
 */
function waysOut(index: ModelIndex, entity: Entity): Step[] {
  const steps = stepsOut(index, entity);
  return steps.filter(
    (step, at) =>
      isWay(step) &&
      step.relationship.distinctCount !== 1 &&
      step.relationship.elements === null &&
      !isHub(index, step.target) &&
      !isUnit(step.target) &&
      !isEmpty(entity, step.relationship) &&
      (step.relationship.role !== null ||
        (step.target !== entity && steps.findIndex(({ target }) => target === step.target) === at)),
  );
}

/** No row has a reference. */
function isEmpty({ fields }: Entity, { fromFields }: Relationship): boolean {
  return fields.some(({ name, nullShare }) => fromFields.includes(name) && nullShare === 1);
}

/** Most tables refer to it, such as the tenant: it says where rows are kept, not what they are about. */
function isHub(index: ModelIndex, { id }: Entity): boolean {
  const from = new Set(index.to(id).map((relationship) => relationship.from));
  return from.size >= HUB && from.size * 2 > index.model.entities.length;
}

const HUB = 8;

function isWay({ relationship, target }: Step): boolean {
  return target.rowCount !== 0 && relationship.distinctCount !== 0 && target.kind !== 'log';
}

/**
 * Paths from row to row, the nearest and most important first: one and two steps, and three where the middle is a line or a
 * link. No path leads through the same entity twice.
 */
export function pathsToOne(index: ModelIndex, subject: Entity, depth = 3): Path[] {
  const paths: Path[] = [];
  let ends: Path[] = [[]];
  for (let length = 1; length <= depth; length += 1) {
    ends = ends.flatMap((path) => {
      const at = path.at(-1)?.target ?? subject;
      const seen = new Set([subject.id, ...path.map(({ target }) => target.id)]);
      const steps = waysOut(index, at).filter(
        ({ target }) => !seen.has(target.id) || (path.length === 0 && target === subject),
      );
      return steps.sort((a, b) => b.target.importance - a.target.importance).map((step) => [...path, step]);
    });
    paths.push(...(length < 3 ? ends : ends.filter(isShortened)));
  }
  return paths.filter(
    (path) => !competes(path, paths) && !areTiedElsewhere(index, subject, path) && !isUnsaid(subject, path),
  );
}

/** Rows without the first step would be left out in silence: shifts by the state of the driver, where few have a driver. */
const MOSTLY_WITHOUT = 0.3;

/**
 * The name at the end would not tell the path: invoices by the sales rep of the customer, shifts by the state that licensed the
 * driver. A line is read with what it is part of, whose people and places are those of the line.
 */
function isUnsaid(subject: Entity, path: Path): boolean {
  const [first, ...rest] = path;
  if (first === undefined || rest.length === 0) {
    return first !== undefined && first.relationship.role === null && isSamePerson(subject, first.target);
  }
  const isPart = (subject.kind === 'line' || subject.kind === 'link') && first.target.kind === 'event';
  const told = isPart ? [first, ...rest.slice(1)] : path;
  return (
    told.some(({ relationship }) => relationship.role !== null) ||
    isOftenMissing(subject, first.relationship) ||
    path.some(({ target }, at) => isSamePerson(path[at - 1]?.target, target))
  );
}

/** The account of a doctor stands for the same doctor. */
function isSamePerson(before: Entity | undefined, entity: Entity): boolean {
  return before !== undefined && isPeople(before) && ACCOUNT.test(entity.name.en.text);
}

const ACCOUNT = /(^| )(user|account)$/;

function isOftenMissing({ fields }: Entity, { fromFields }: Relationship): boolean {
  return fields.some(({ name, nullShare }) => fromFields.includes(name) && (nullShare ?? 0) >= MOSTLY_WITHOUT);
}

/** Another way as short leads to the same entity: a question would not say which one it takes. */
function competes(path: Path, paths: readonly Path[]): boolean {
  const end = path.at(-1)?.target;
  return (
    path.length > 1 &&
    paths.some((other) => other !== path && other.at(-1)?.target === end && other.length <= path.length)
  );
}

/**
 * The rows of another table name a thing and the end of the way together: a customer has a store and a territory, so the
 * territory of the store is not that of its salesperson.
 */
function areTiedElsewhere(index: ModelIndex, subject: Entity, path: Path): boolean {
  const end = path.at(-1)?.target;
  if (end === undefined || path.length < 2 || subject.kind !== 'thing') {
    return false;
  }
  const ofEnd = new Set(index.to(end.id).map(({ from }) => from));
  const between = new Set([subject.id, ...path.map(({ target }) => target.id)]);
  return index.to(subject.id).some(({ from }) => ofEnd.has(from) && !between.has(from));
}

/** Its first steps are those of a line to what it is part of. */
function isShortened(path: Path): boolean {
  return path.slice(0, -1).some(({ target }) => target.kind === 'link' || target.kind === 'line');
}

/** Through a link table to the other side. */
export function pathsOverLinks(index: ModelIndex, subject: Entity): Path[] {
  return stepsIn(index, subject)
    .filter(({ target }) => (target.kind === 'link' || isAssociation(index, target)) && target.rowCount !== 0)
    .flatMap((step) =>
      stepsOut(index, step.target)
        .filter(
          (next) =>
            next.relationship !== step.relationship &&
            isWay(next) &&
            next.target !== subject &&
            !isUnit(next.target) &&
            // The tenant of the link is that of both sides.
            !stepsOut(index, subject).some(({ target }) => target === next.target),
        )
        .map((next): Path => [step, next]),
    );
}

/** To the entities whose keys a column of the subject lists. */
export function pathsToElements(index: ModelIndex, subject: Entity): Path[] {
  return stepsOut(index, subject)
    .filter((step) => step.relationship.elements !== null && isWay(step) && step.target !== subject)
    .map((step): Path => [step]);
}

/**
 * A line whose key is references to things, such as what a supplier offers: people speak of the things, not of its rows. Lines
 * of documents are none.
 */
export function isAssociation(index: ModelIndex, entity: Entity): boolean {
  const steps = entity.kind === 'line' ? stepsOut(index, entity) : [];
  const references = steps.flatMap(({ relationship }) => relationship.fromFields);
  return (
    steps.length > 1 &&
    entity.key.length > 1 &&
    entity.key.every((name) => references.includes(name)) &&
    steps.every(({ target }) => target.kind !== 'event' && target.kind !== 'line')
  );
}

function isAsked({ kind, importance }: Entity): boolean {
  return kind !== 'link' && kind !== 'snapshot' && (kind === 'lookup' || importance >= SELDOM_ASKED);
}

/** Loads of users are those of the dispatchers among them; users without loads are simply no dispatchers. */
function isOfPersonInRole({ relationship }: Step, subject: Entity): boolean {
  return isPeople(subject) && relationship.role !== null && relationship.role.en.text !== subject.name.en.text;
}

/** To the rows that refer to the subject, link tables left aside. */
export function pathsToMany(index: ModelIndex, subject: Entity): Path[] {
  return stepsIn(index, subject)
    .filter(
      (step) =>
        isToMany(step) &&
        isWay(step) &&
        isAsked(step.target) &&
        step.target !== subject &&
        !isAssociation(index, step.target) &&
        !isOfPersonInRole(step, subject),
    )
    .sort((a, b) => b.target.importance - a.target.importance)
    .map((step): Path => [step]);
}
