import { SELDOM_ASKED, UNASKED, type Entity, type SemanticModel } from '#libs/semantic-model';
import type { TaskParameters } from '#libs/pipeline';

/** Pairs for a table that people ask about, and for each of its joins; for a look-up or a log. */
const PER_SUBJECT = 10;
const PER_JOIN = 4;
const PER_ASIDE = 2;
/** Above it, the number grows with the square root of the tables: readers retrieve ten pairs, whatever there are. */
const LINEAR_UP_TO = 800;

/**
 * How many pairs a task has when `pairs_per_task` is not given: 10 for each table with rows that people ask about, 2 for each
 * look-up table and log, 4 for each join, at least those of the themes. Beyond 800 the excess counts by its root, tenfold:
 * 1,000 more give 316.
 */
export function pairBudget({ entities, relationships }: SemanticModel, parameters: TaskParameters): number {
  const themes = parameters.theme_count * parameters.questions_per_theme;
  if (parameters.pairs_per_task !== undefined) {
    return parameters.pairs_per_task;
  }
  const joins = relationships.filter(({ standing }) => standing === 'fact').length;
  const plain =
    PER_SUBJECT * entities.filter(isSubject).length +
    PER_ASIDE * entities.filter((entity) => hasRows(entity) && isAside(entity)).length +
    PER_JOIN * joins;
  const excess = Math.max(0, plain - LINEAR_UP_TO);
  return Math.max(themes, Math.min(plain, LINEAR_UP_TO) + Math.round(10 * Math.sqrt(excess)));
}

/** How much of the pairs an entity gets, relative to the others: none for an empty table, a link, another name of a table. */
export function weightOf(entity: Entity): number {
  if (!hasRows(entity) || entity.kind === 'link' || entity.importance <= UNASKED) {
    return 0;
  }
  return isAside(entity) ? 0.1 : 0.1 + entity.importance;
}

/** People ask about its rows. */
function isSubject(entity: Entity): boolean {
  return weightOf(entity) > 0 && !isAside(entity);
}

function isAside({ kind, importance }: Entity): boolean {
  return kind === 'lookup' || kind === 'log' || importance < SELDOM_ASKED;
}

function hasRows({ rowCount }: Entity): boolean {
  return rowCount !== 0;
}

/** Whole numbers that add up to `total`, in proportion to the weights (largest remainders). */
export function sharesOf(weights: readonly number[], total: number): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  if (sum === 0) {
    return weights.map(() => 0);
  }
  const exact = weights.map((weight) => (total * weight) / sum);
  const shares = exact.map(Math.floor);
  const left = total - shares.reduce((all, share) => all + share, 0);
  const order = [...exact.keys()].sort((a, b) => remainder(exact[b]) - remainder(exact[a]) || a - b);
  order.slice(0, left).forEach((index) => {
    shares[index] = (shares[index] ?? 0) + 1;
  });
  return shares;
}

function remainder(value = 0): number {
  return value - Math.floor(value);
}
