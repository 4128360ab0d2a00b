import type { Text } from '#libs/language';
import type { Entity, Field, Metric, Relationship } from '#libs/semantic-model';

/**
 * A question about the rows of one entity, as structure: `renderIntent` writes its SQL, `phrase` its words.
 *
 * Terms: the *subject* is the entity whose rows are counted, summed or listed. A *path* leads from the subject to another
 * entity over relationships. A *measure* is a figure over rows, a *dimension* parts the rows into groups.
 */
export interface Intent {
  readonly subject: Entity;
  /** Without one, rows are listed. */
  readonly measures: readonly Measure[];
  readonly dimensions: readonly Dimension[];
  /** Columns that a list shows next to the title of the subject. */
  readonly shown: readonly Quantity[];
  /** Business conditions. The renderer leaves removed rows out by itself. */
  readonly where: Condition | null;
  /** A condition on groups. */
  readonly having: Having | null;
  readonly order: Order | null;
  readonly comparison: Comparison | null;
}

/** One relationship, walked from the entity that holds the reference (`out`) or towards it (`in`). */
export interface Step {
  readonly relationship: Relationship;
  readonly direction: 'out' | 'in';
  /** The entity that the step leads to. */
  readonly target: Entity;
}

/** Steps from the subject; none for the subject itself. */
export type Path = readonly Step[];

export interface FieldRef {
  readonly form: 'field';
  readonly path: Path;
  /** The entity at the end of the path. */
  readonly entity: Entity;
  readonly field: Field;
}

export interface MetricRef {
  readonly form: 'metric';
  readonly path: Path;
  readonly entity: Entity;
  readonly metric: Metric;
  /** The relationships that its factors go through, by id. */
  readonly through: ReadonlyMap<string, Step>;
}

/** One value for each row: a column, or a metric of the model. */
export type Quantity = FieldRef | MetricRef;

export type Aggregation = 'sum' | 'avg' | 'min' | 'max' | 'median';

export type Measure =
  | { readonly form: 'count' }
  /** Different rows of the entity at the end of the path. */
  | { readonly form: 'distinct'; readonly path: Path; readonly entity: Entity }
  /** Different values of a field. */
  | { readonly form: 'distinct_values'; readonly of: FieldRef }
  | { readonly form: 'aggregate'; readonly by: Aggregation; readonly of: Quantity }
  /** @property at 0 to 1 */
  | { readonly form: 'percentile'; readonly at: number; readonly of: Quantity }
  /** The percentage of the rows that meet the condition. */
  | { readonly form: 'rate'; readonly where: Condition }
  | { readonly form: 'ratio'; readonly over: Measure; readonly under: Measure };

export type Bucket = 'year' | 'quarter' | 'month' | 'week' | 'weekday' | 'day' | 'hour';

export type Dimension =
  | { readonly form: 'field'; readonly of: FieldRef }
  /** An entity, shown by its title, and its key where titles repeat. */
  | {
      readonly form: 'entity';
      readonly path: Path;
      readonly entity: Entity;
      /** Rows of that entity without a row of the subject count as 0. */
      readonly withEmpty: boolean;
    }
  | { readonly form: 'time'; readonly of: FieldRef; readonly bucket: Bucket }
  /** Rising bounds: below the first, from bound to bound, from the last on. */
  | { readonly form: 'bands'; readonly of: Quantity; readonly bounds: readonly number[] };

/** A value in PostgreSQL's text form, with its meaning where it is a code. */
export interface Value {
  readonly value: string;
  readonly meaning: Text | null;
}

export type Comparator = '=' | '<>' | '>' | '>=' | '<' | '<=';

export type Condition = Junction | Leaf;

export interface Junction {
  readonly form: 'and' | 'or';
  readonly of: readonly Condition[];
}

export type Leaf =
  | { readonly form: 'compare'; readonly of: Quantity; readonly by: Comparator; readonly value: Value }
  | { readonly form: 'in'; readonly of: FieldRef; readonly values: readonly Value[]; readonly negated: boolean }
  | { readonly form: 'between'; readonly of: Quantity; readonly low: Value; readonly high: Value }
  | { readonly form: 'null'; readonly of: FieldRef; readonly negated: boolean }
  /** Texts that begin with, or contain, a text. */
  | { readonly form: 'like'; readonly of: FieldRef; readonly text: string; readonly at: 'start' | 'anywhere' }
  | { readonly form: 'period'; readonly of: FieldRef; readonly period: Period }
  /** Two columns of one row. @property isLate the first is when something was done that the second says it was due. */
  | {
      readonly form: 'columns';
      readonly of: FieldRef;
      readonly by: Comparator;
      readonly other: FieldRef;
      readonly isLate?: boolean;
    }
  /** Compared with the average of all rows of the subject. @property isOfAll other conditions hold, but not for the average */
  | { readonly form: 'average'; readonly of: Quantity; readonly by: '>' | '<'; readonly isOfAll?: boolean }
  /** Rows with, or without, rows at the end of a path; `where` is a condition on those, seen from them. */
  | { readonly form: 'exists'; readonly path: Path; readonly where: Condition | null; readonly negated: boolean };

export type Period =
  | { readonly unit: 'year'; readonly year: number }
  /** @property quarter 1 to 4 */
  | { readonly unit: 'quarter'; readonly year: number; readonly quarter: number }
  /** @property month 1 to 12 */
  | { readonly unit: 'month'; readonly year: number; readonly month: number }
  /** `YYYY-MM-DD` */
  | { readonly unit: 'date'; readonly date: string }
  /** Counted back from the last value in the data. */
  | { readonly unit: 'last'; readonly count: number; readonly of: 'day' | 'month' };

export interface Having {
  /** Index of a measure. */
  readonly measure: number;
  readonly by: '>' | '>=' | '<' | '<=' | '=';
  /** A number, or the average of the groups. */
  readonly value: number | 'average';
}

export interface Order {
  /** Index of a measure; of a shown column in a list. */
  readonly by: number;
  readonly direction: 'asc' | 'desc';
  /** Null orders everything. Rows that tie with the last one are included. */
  readonly limit: number | null;
}

export type Comparison =
  /** The percentage of the total that each group has. */
  | { readonly form: 'share' }
  /** The time dimension's period before, and the growth in percent. */
  | { readonly form: 'previous' }
  /** The same month or quarter of the year before, and the growth in percent. */
  | { readonly form: 'year_ago' }
  /** The best groups, or rows of a list, within each value of the first dimension. */
  | { readonly form: 'rank'; readonly top: number }
  | { readonly form: 'running_total' }
  /** The mean of this and the `periods - 1` before. */
  | { readonly form: 'moving_average'; readonly periods: number };

/** An intent with empty slots. */
export function intentOf(subject: Entity, slots: Partial<Omit<Intent, 'subject'>>): Intent {
  return {
    subject,
    measures: [],
    dimensions: [],
    shown: [],
    where: null,
    having: null,
    order: null,
    comparison: null,
    ...slots,
  };
}
