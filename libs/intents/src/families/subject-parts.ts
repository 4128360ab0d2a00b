import type { Language } from '#libs/language';
import { identifierWords, singularWord } from '#libs/lexicon';
import type { Entity, Field, ModelIndex } from '#libs/semantic-model';
import type { Condition, Dimension, FieldRef, Measure, Path, Quantity } from '../intent.js';
import { fieldRef } from '../paths.js';
import { CERTAINTY } from '../certain/by-language.js';
import type { Certainty } from '../certain/certainty.js';
import { linkedConditions, linkedRowConditions, ownConditions, periodConditions } from './condition-parts.js';
import { ownDimensions, linkedDimensions, linkedEntities, manyEntities, timeDimensions } from './dimension-parts.js';
import { figuresOf, isFigure, quantitiesOf } from './measure-parts.js';
import { monthOf } from './thresholds.js';
import { pathsToOne } from './ways.js';

const DENSE = 4;
const CROWDED = 40;

/**
 * The parts of questions about one entity, made when they are first asked for. Each list has the most useful part first,
 * and holds only what the model says is sensible: no measure of a key, no value that was not found in the rows.
 */
export class SubjectParts {
  private readonly made = new Map<string, unknown>();

  constructor(
    readonly index: ModelIndex,
    readonly subject: Entity,
    /** The language of the task, for families that bring their own statement. */
    readonly language: Language,
  ) {}

  /** Its rows can be listed: by their title, or events by their key. */
  get isListed(): boolean {
    const { title, kind, key } = this.subject;
    return title.length > 0 || (kind === 'event' && key.length > 0);
  }

  /** Paths over references to one row each, up to two steps; three where the middle ones are links. */
  get paths(): readonly Path[] {
    return this.once('paths', () => pathsToOne(this.index, this.subject));
  }

  /** Numbers of each row: columns and metrics, without settings. */
  get quantities(): readonly Quantity[] {
    return this.once('quantities', () => this.numbers.filter(isFigure));
  }

  private get numbers(): readonly Quantity[] {
    return this.once('numbers', () => quantitiesOf(this.index, this.subject));
  }

  /** Figures over rows: count, sums of what may be summed, averages of what may be averaged. */
  get figures(): readonly Measure[] {
    return this.once('figures', () => figuresOf(this.subject, this.quantities));
  }

  /** Figures that may be compared between groups and added up: count and sums. */
  get totals(): readonly Measure[] {
    return this.figures.filter(({ form, ...rest }) => form === 'count' || ('by' in rest && rest.by === 'sum'));
  }

  get averages(): readonly Measure[] {
    return this.figures.filter((figure) => figure.form === 'aggregate' && figure.by === 'avg');
  }

  /** Own columns with few values. */
  get ownDimensions(): readonly Dimension[] {
    return this.once('ownDimensions', () => ownDimensions(this.subject));
  }

  /** Columns with few values of entities that are referred to. */
  get linkedDimensions(): readonly Dimension[] {
    return this.once('linkedDimensions', () => linkedDimensions(this.subject, this.paths));
  }

  /** Entities that are referred to. */
  get entities(): readonly Dimension[] {
    return this.once('entities', () => linkedEntities(this.subject, this.paths));
  }

  /** Entities on the other side of a link table. */
  get manyEntities(): readonly Dimension[] {
    return this.once('manyEntities', () => manyEntities(this.index, this.subject));
  }

  /** The time of the rows, or of the event that they are part of. */
  get time(): FieldRef | null {
    return this.once('time', () => {
      const time = timeOf(this.subject, this.paths);
      return time !== null && this.certainty.isTimeOf(time, this.subject) ? time : null;
    });
  }

  /** A month has several rows, so that months can be compared. */
  get isDense(): boolean {
    return this.once('isDense', () => rowsPerMonth(this.time, this.subject) >= DENSE);
  }

  /** Months have so many rows that a part of the rows leaves none of them empty. */
  get isCrowded(): boolean {
    return this.once('isCrowded', () => rowsPerMonth(this.time, this.subject) >= CROWDED);
  }

  get timeDimensions(): readonly Dimension[] {
    return this.once('timeDimensions', () => timeDimensions(this.time));
  }

  get periods(): readonly Condition[] {
    return this.once('periods', () => periodConditions(this.time));
  }

  /** Conditions on own columns. */
  get ownConditions(): readonly Condition[] {
    return this.once('ownConditions', () => this.sure(ownConditions(this.index, this.subject, this.numbers)));
  }

  /** Conditions on columns of entities that are referred to. */
  get linkedConditions(): readonly Condition[] {
    return this.once('linkedConditions', () => this.sure(linkedConditions(this.subject, this.paths)));
  }

  /** Rows with, and without, rows that refer to them. */
  get linkedRowConditions(): readonly Condition[] {
    return this.once('linkedRowConditions', () => this.sure(linkedRowConditions(this.index, this.subject)));
  }

  private get certainty(): Certainty {
    return CERTAINTY[this.language];
  }

  private sure(conditions: readonly Condition[]): Condition[] {
    return conditions.filter((condition) => this.certainty.isCondition(condition, this.subject));
  }

  private once<T>(name: string, make: () => T): T {
    if (!this.made.has(name)) {
      this.made.set(name, make());
    }
    return this.made.get(name) as T;
  }
}

function rowsPerMonth(time: FieldRef | null, { rowCount }: Entity): number {
  const [first, last] = [monthOf(time?.field.range?.min), monthOf(time?.field.range?.max)];
  return first === null || last === null ? 0 : (rowCount ?? Infinity) / (last - first + 1);
}

function timeOf(subject: Entity, paths: readonly Path[]): FieldRef | null {
  const own = timeField(subject);
  if (own) {
    return fieldRef(subject, [], own);
  }
  const path = subject.kind === 'thing' ? null : eventOf(subject, paths);
  const field = path?.[0] && timeField(path[0].target);
  return path && field ? fieldRef(subject, path, field) : null;
}

function timeField({ fields, time }: Entity): Field | undefined {
  return fields.find(({ name, typeCategory }) => name === time && typeCategory === 'D');
}

/**
 * The event that a row is part of. What is paid of an invoice happens with the payment, as its name says; where no name says
 * which of several it is, the row has no time.
 */
function eventOf(subject: Entity, paths: readonly Path[]): Path | null {
  const events = paths.filter(
    ([step, more]) => step?.target.kind === 'event' && more === undefined && timeField(step.target),
  );
  const named = events.filter(([step]) => step && isNamedAfter(subject, step.target));
  const always = events.filter(([step]) => step && !step.relationship.optional);
  return [events, named, always].find(({ length }) => length === 1)?.[0] ?? named[0] ?? null;
}

/** Order lines are those of orders: a word of their table's name before the last is the last word of the order's table. */
function isNamedAfter(part: Entity, whole: Entity): boolean {
  const [own, other] = [part, whole].map(({ table }) => identifierWords(table).map(singularWord));
  const first = other?.at(-1) ?? '';
  return own !== undefined && own.slice(0, -1).includes(first);
}
