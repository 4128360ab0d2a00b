import { operatorsOf } from '#libs/intents';
import { wayOf, type Covering } from './candidate.js';

/**
 * Points for what a pair adds. A new way through the joins counts most: a reader needs one example of each. Every
 * repetition costs, and the more the more often it was repeated.
 */
const WEIGHTS = {
  way: 12,
  join: 6,
  table: 8,
  column: 2,
  kind: 8,
  /** For each percent of the pairs that the kind has already. */
  kindAgain: 0.8,
  /** A kind with more than its part. */
  kindTooOften: 12,
  kindOfSubjectAgain: 4,
  skeletonAgain: 12,
  /** More statements of one form than a reader learns from. */
  skeletonTooOften: 60,
  /** A combination of operators that the subject has no pair of: people ask each important table in all usual ways. */
  operatorsOfSubject: 8,
  wayAgain: 1.5,
  columnsAgain: 5,
  /** The same figure of the same groups, in another order or for other rows. */
  askedAgain: 7,
  /** People ask about rows by what they belong to, and for figures of groups, more than for one figure of one table. */
  joined: 4,
  /** While fewer than half of the pairs join. */
  joinedSeldom: 10,
  grouped: 4,
  /** People want to see rows with what they belong to. */
  joinedList: 5,
  plain: -5,
};

/**
 * A pair worth less adds nothing: another one of the same form, about what others are about. Themes are told how many pairs
 * they have, so that they take more of the same.
 */
export const LEAST_WORTH = { ofTheme: -30, ofTask: -15 };

const MAX_COLUMNS = 4;
/** Of so many pairs, this part has a form of its own. */
const MANY_PAIRS = 30;
const LEAST_SKELETONS = 0.82;
/** Percent of the pairs that one kind should have at most, once it has some. */
const MOST_OF_ONE_KIND = 6;
const SOME = 4;
/** The same for a kind that people hardly ask. */
const MOST_OF_SELDOM_KIND = 1.5;
const SOME_SELDOM = 1;

/** Counts what the pairs chosen so far cover, and rates another one. */
export class Coverage {
  private readonly counts = new Map<string, number>();
  private pairs = 0;
  private skeletons = 0;
  private joined = 0;

  add(covering: Covering): void {
    this.pairs += 1;
    this.skeletons += this.timesOfSkeleton(covering) === 0 ? 1 : 0;
    this.joined += covering.joins.length > 0 ? 1 : 0;
    marksOf(covering).forEach((mark) => this.counts.set(mark, this.countOf(mark) + 1));
  }

  /** Takes back an `add`. */
  remove(covering: Covering): void {
    this.pairs -= 1;
    this.joined -= covering.joins.length > 0 ? 1 : 0;
    marksOf(covering).forEach((mark) => this.counts.set(mark, this.countOf(mark) - 1));
    this.skeletons -= this.timesOfSkeleton(covering) === 0 ? 1 : 0;
  }

  /** Higher is better. */
  worth(candidate: Covering): number {
    const { kind, entities, columns, joins, isSeldom = false } = candidate;
    const [subject = ''] = entities;
    const [some, most] = isSeldom ? [SOME_SELDOM, MOST_OF_SELDOM_KIND] : [SOME, MOST_OF_ONE_KIND];
    const fresh = (prefix: string, names: readonly string[]): number =>
      names.filter((name) => this.countOf(`${prefix} ${name}`) === 0).length;
    const way = wayOf(candidate);
    const kinds = this.countOf(`kind ${kind}`);
    // A kind is repeated when it has much of all pairs, not when there are many pairs.
    const percent = this.pairs === 0 ? 0 : (kinds / this.pairs) * 100;
    return (
      (way !== null && this.countOf(`way ${way}`) === 0 ? WEIGHTS.way : 0) +
      WEIGHTS.join * fresh('join', joins) +
      WEIGHTS.table * fresh('table', entities) +
      WEIGHTS.column * Math.min(fresh('column', columns), MAX_COLUMNS) +
      (kinds === 0 ? WEIGHTS.kind : 0) +
      (this.countOf(operatorsMark(candidate)) === 0 ? WEIGHTS.operatorsOfSubject : 0) -
      WEIGHTS.kindAgain * Math.min(percent, MOST_OF_ONE_KIND) -
      (kinds > some && percent > most ? WEIGHTS.kindTooOften : 0) -
      WEIGHTS.kindOfSubjectAgain * this.countOf(`kind ${kind} of ${subject}`) -
      WEIGHTS.skeletonAgain * Math.min(this.timesOfSkeleton(candidate), 4) -
      (this.isOneOfTooMany(candidate) ? WEIGHTS.skeletonTooOften : 0) -
      WEIGHTS.wayAgain * Math.min(this.countOf(`way ${way ?? ''}`), 6) -
      WEIGHTS.columnsAgain * Math.min(this.countOf(`columns ${columnsMark(candidate)}`), 2) -
      WEIGHTS.askedAgain * Math.min(candidate.asked === undefined ? 0 : this.countOf(`asked ${candidate.asked}`), 3) +
      (joins.length > 0 && this.joined * 2 < this.pairs ? WEIGHTS.joinedSeldom : 0) +
      formWorth(candidate)
    );
  }

  private timesOfSkeleton({ skeleton = '' }: Covering): number {
    return this.countOf(`skeleton ${skeleton}`);
  }

  /** With it, too few of the pairs would have a form of their own. */
  private isOneOfTooMany(candidate: Covering): boolean {
    const isKnown = candidate.skeleton !== undefined && this.timesOfSkeleton(candidate) > 0;
    return isKnown && this.pairs >= MANY_PAIRS && this.skeletons < LEAST_SKELETONS * (this.pairs + 1);
  }

  private countOf(mark: string): number {
    return this.counts.get(mark) ?? 0;
  }
}

function formWorth({ joins, isGrouped, isList = false }: Covering): number {
  const isJoined = joins.length > 0;
  const worth =
    (isJoined ? WEIGHTS.joined : 0) + (isGrouped ? WEIGHTS.grouped : 0) + (isJoined && isList ? WEIGHTS.joinedList : 0);
  return isJoined || isGrouped ? worth : WEIGHTS.plain;
}

function operatorsMark({ skeleton = '', entities }: Covering): string {
  return `operators ${operatorsOf(skeleton)} of ${entities[0] ?? ''}`;
}

function columnsMark({ columns }: Covering): string {
  return columns.toSorted().join(' ');
}

function marksOf(covering: Covering): string[] {
  const { kind, entities, columns, joins, skeleton } = covering;
  const [subject = ''] = entities;
  const way = wayOf(covering);
  return [
    `kind ${kind}`,
    `kind ${kind} of ${subject}`,
    `skeleton ${skeleton ?? ''}`,
    operatorsMark(covering),
    `columns ${columnsMark(covering)}`,
    ...(covering.asked === undefined ? [] : [`asked ${covering.asked}`]),
    ...(way === null ? [] : [`way ${way}`]),
    ...entities.map((name) => `table ${name}`),
    ...columns.map((name) => `column ${name}`),
    ...joins.map((name) => `join ${name}`),
  ];
}
