import type { Entity, Relationship } from '#libs/semantic-model';
import { joinCondition } from './join-sql.js';
import { relationOf, shownName, sqlName } from './relation-names.js';
import type { TableMeaning } from './table-meaning.js';

export interface JoinPath {
  readonly target: string;
  /** Tables on the way. */
  readonly between: readonly string[];
  /** `orders JOIN order_details ON … JOIN products ON …` */
  readonly sql: string;
}

const MAX_STEPS = 3;
/** Tables looked at: a hub has hundreds of neighbours. */
const MAX_VISITED = 300;
const MAX_PATHS = 3;
const LEAST_IMPORTANCE = 0.2;
/** A table with more joins than this is no way: everything meets at the tenant. */
const MAX_DEGREE = 12;

interface Walk {
  readonly at: Entity;
  readonly steps: readonly { readonly join: Relationship; readonly to: Entity }[];
  /** From here on only towards what is referred to. */
  readonly upwards: boolean;
}

/**
 * The ways of two and three steps to the most important tables that are no direct neighbours. A way goes down to the rows
 * that refer to one and then up to what these refer to: one that goes up first and down again would join every row with
 * all its siblings.
 */
export function joinPaths({ entity, entityOf, joinsOf }: TableMeaning): JoinPath[] {
  const direct = new Set([entity.id, ...joinsOf(entity.id).map((join) => otherEnd(join, entity.id))]);
  const found = new Map<string, Walk>();
  let walks: Walk[] = [{ at: entity, steps: [], upwards: false }];
  for (let length = 1; length <= MAX_STEPS && found.size < MAX_VISITED; length += 1) {
    walks = walks.flatMap((walk) => nextWalks(walk, joinsOf, entityOf)).slice(0, MAX_VISITED);
    for (const walk of walks) {
      if (length > 1 && !direct.has(walk.at.id) && isBetter(walk, found.get(walk.at.id))) {
        found.set(walk.at.id, walk);
      }
    }
  }
  return [...found.values()]
    .filter(({ at }) => at.importance >= LEAST_IMPORTANCE && at.kind !== 'link')
    .sort((a, b) => b.at.importance - a.at.importance || a.steps.length - b.steps.length)
    .slice(0, MAX_PATHS)
    .map((walk) => pathOf(entity, walk));
}

function nextWalks(
  { at, steps, upwards }: Walk,
  joinsOf: TableMeaning['joinsOf'],
  entityOf: TableMeaning['entityOf'],
): Walk[] {
  return joinsOf(at.id)
    .filter(isOnly)
    .flatMap((join) => {
      const isUp = join.from === at.id;
      const to = entityOf(otherEnd(join, at.id));
      const seen = to === undefined || steps.some(({ to: before }) => before.id === to.id);
      const isOver = steps.length > 0 && (at.kind === 'log' || joinsOf(at.id).length > MAX_DEGREE);
      return seen || isOver || to.kind === 'log' || (upwards && !isUp)
        ? []
        : [{ at: to, steps: [...steps, { join, to }], upwards: isUp }];
    });
}

/** One of two references, from and to a place, would be taken for both. */
function isOnly({ id, from, to }: Relationship, _: number, joins: readonly Relationship[]): boolean {
  return !joins.some((other) => other.id !== id && other.from === from && other.to === to);
}

/** The shorter one, then the one through the more important tables. */
function isBetter(walk: Walk, before: Walk | undefined): boolean {
  if (before === undefined || walk.steps.length !== before.steps.length) {
    return before === undefined || walk.steps.length < before.steps.length;
  }
  return weightOf(walk) > weightOf(before);
}

function weightOf({ steps }: Walk): number {
  return Math.min(...steps.slice(0, -1).map(({ to }) => (to.kind === 'link' ? 1 : to.importance)));
}

function pathOf(start: Entity, { at, steps }: Walk): JoinPath {
  let near = start;
  const joins = steps.map(({ join, to }) => {
    const [from, target] = join.from === near.id ? [near, to] : [to, near];
    near = to;
    return ` JOIN ${sqlName(relationOf(to))} ON ${joinCondition(join, from, target)}`;
  });
  return {
    target: shownName(relationOf(at)),
    between: steps.slice(0, -1).map(({ to }) => shownName(relationOf(to))),
    sql: `${sqlName(relationOf(start))}${joins.join('')}`,
  };
}

function otherEnd({ from, to }: Relationship, id: string): string {
  return from === id ? to : from;
}
