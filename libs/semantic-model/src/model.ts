import type { ByLanguage, Message, Text } from '#libs/language';
import type { Name } from '#libs/lexicon';

export type { Name };

/**
 * What the tables of one database mean, decided once: documents, themes, pairs, prompts, masking, coverage and exports read
 * it. All names of tables and columns are unquoted. Terms are those of Apache Ossie (dataset, field, relationship, metric)
 * where it has one.
 */
export interface SemanticModel {
  readonly database: string;
  /** In catalog order. */
  readonly entities: readonly Entity[];
  /** Joins between these entities: facts first, the most certain first. */
  readonly relationships: readonly Relationship[];
  /** Measures that are computed from several columns. */
  readonly metrics: readonly Metric[];
}

/**
 * Where a statement comes from: the catalog (a constraint, a type), the rows, a comment, a name, a language model, a person.
 */
export type Source = 'declared' | 'data' | 'comment' | 'name' | 'model' | 'person';

export interface Evidence {
  readonly source: Source;
  /** 0 to 1; 1 for what is declared and for what a person says. */
  readonly confidence: number;
  /** The fact behind it, for people. */
  readonly because: Message | null;
}

/** Evidence for those statements about an object that are more than a default. */
export type Evidences<Statement extends string> = Readonly<Partial<Record<Statement, Evidence>>>;

/**
 * `thing`: exists for itself (customer, product) · `event`: happens at a time (order, payment, visit) · `line`: part of an
 * event or a thing (order line) · `lookup`: few rows that say what codes mean · `link`: only joins others · `log`: written by
 * machines · `snapshot`: figures for each period.
 */
export type EntityKind = 'thing' | 'event' | 'line' | 'lookup' | 'link' | 'log' | 'snapshot';

/** A listed relation. */
export interface Entity {
  /** `schema.name` */
  readonly id: string;
  readonly schema: string;
  readonly table: string;
  readonly kind: EntityKind;
  readonly name: ByLanguage<Name>;
  /** The comment in the catalog, or the explanation in it; null without one. */
  readonly description: string | null;
  readonly fields: readonly Field[];
  /** Columns of which each row has its own values: the primary key, else a key that the rows show; may be empty. */
  readonly key: readonly string[];
  /** Columns that tell rows apart for a person: a number, a code, a name, first and last name; may be empty. */
  readonly title: readonly string[];
  /** Rows with the same title exist, or may exist: the key belongs next to it. */
  readonly titleRepeats: boolean;
  /** The column that says when a row happened. */
  readonly time: string | null;
  readonly softDelete: SoftDelete | null;
  /** Null when unknown. */
  readonly rowCount: number | null;
  /** 0 to 1, from rows, degree and place among the joins: how much people ask about it. */
  readonly importance: number;
  /** Only the rows that row security shows to the role were read. */
  readonly rowSecurity: boolean;
  readonly evidence: Evidences<'kind' | 'name' | 'synonyms' | 'key' | 'title' | 'time' | 'softDelete'>;
}

export interface SoftDelete {
  readonly field: string;
  /** The SQL after the column that selects living rows: `IS NULL`, `= 0`, `= FALSE`, `= '0'`. */
  readonly alive: string;
}

/**
 * `key` tells rows apart · `reference` points to a row of another entity · `dimension` groups rows by few values ·
 * `flag` is yes or no · `measure` is a quantity · `time` · `code` identifies for people and machines and is never measured
 * (order number, postal code, port, place in an order, part of a date) · `text` is read · `technical` serves the software
 * (audit columns, hashes, versions) · `sensitive` is personal or secret: its values are never shown.
 */
export type FieldRole =
  'key' | 'reference' | 'dimension' | 'flag' | 'measure' | 'time' | 'code' | 'text' | 'technical' | 'sensitive';

/**
 * How a measure is put together: `additive` over everything (amount) · `semi_additive` not over time (stock, balance) ·
 * `rate` is averaged (discount, percentage, temperature, score) · `unit_price` is for one piece · `none`.
 */
export type Additivity = 'additive' | 'semi_additive' | 'rate' | 'unit_price' | 'none';

export interface Field {
  readonly name: string;
  /** `format_type` */
  readonly type: string;
  /** `typcategory` of the base type: N, S, D, B, E, … */
  readonly typeCategory: string;
  readonly isArray: boolean;
  readonly notNull: boolean;
  readonly role: FieldRole;
  readonly label: ByLanguage<Name>;
  /** The explanation in the comment; null without one. */
  readonly description: string | null;
  readonly additivity: Additivity;
  readonly unit: Unit | null;
  /** The rule by which it is personal or secret, see `sensitive`; null otherwise. */
  readonly sensitive: string | null;
  /** Frequent first; without personal, secret, cut and empty ones. */
  readonly values: readonly FieldValue[];
  /** `values` are all that occur, or all that are allowed. */
  readonly valuesComplete: boolean;
  /** Least and greatest value in PostgreSQL's text form; null when not measured. */
  readonly range: { readonly min: string; readonly max: string } | null;
  /** Rising values that part the rows into about equal quarters, for numbers and times; empty when not measured. */
  readonly quartiles: readonly string[];
  /** Distinct non-null values; null when not measured. */
  readonly distinctCount: number | null;
  /** 0 to 1; null when not measured. */
  readonly nullShare: number | null;
  /** What a missing value says: "not shipped yet". */
  readonly nullMeaning: Text | null;
  /** Empty texts occur. */
  readonly hasBlanks: boolean;
  /** Unlimited dates (`infinity`) occur. */
  readonly hasInfinity: boolean;
  readonly evidence: Evidences<
    'role' | 'label' | 'synonyms' | 'additivity' | 'unit' | 'sensitive' | 'values' | 'nullMeaning'
  >;
}

export interface Unit {
  /** `currency`, `share` (0 to 1), `percent` (0 to 100), `duration`, `length`, `weight`, `bytes`, `count`, … */
  readonly kind: string;
  /** `CNY`, `minute`, `kg`, `cent`; null when unknown. */
  readonly code: string | null;
  /** The column that holds the currency or unit of each row: amounts are grouped by it. */
  readonly field: string | null;
}

export interface FieldValue {
  /** PostgreSQL's text form. */
  readonly value: string;
  /** Of all rows, 0 to 1; null when not measured. */
  readonly share: number | null;
  /** What a code means: `停用`, `shipped`; null where the value speaks for itself. */
  readonly meaning: Text | null;
}

export interface Relationship {
  /** Name of the constraint, or a name of that form; unique among those of `from`. */
  readonly id: string;
  /** Entity ids. */
  readonly from: string;
  readonly to: string;
  readonly fromFields: readonly string[];
  readonly toFields: readonly string[];
  readonly cardinality: 'many_to_one' | 'one_to_one';
  /** Rows without a counterpart exist, or may exist. */
  readonly optional: boolean;
  /** A value other than NULL that means "none": `0` for the root of a tree. */
  readonly noneValue: string | null;
  /** Holds only for rows where another column has this value (`owner_type = 'user'`). */
  readonly condition: { readonly field: string; readonly value: string } | null;
  /** The column is an array, or a JSON array, of keys. */
  readonly elements: 'array' | 'json' | null;
  /** What the other entity is to this one, where that is not its name: `original language`, `上级部门`. */
  readonly role: ByLanguage<Name> | null;
  readonly declared: boolean;
  /** A hint is for readers of the document only: it never stands in a pair. */
  readonly standing: 'fact' | 'hint';
  /** Distinct counterparts that are used; null when unknown. */
  readonly distinctCount: number | null;
  /** At least one; the strongest first. */
  readonly evidence: readonly Evidence[];
}

export interface Metric {
  /** Unique in the model, snake_case: `order_details_revenue` */
  readonly id: string;
  /** Entity id: one value for each of its rows. */
  readonly entity: string;
  readonly name: ByLanguage<Name>;
  readonly expression: MetricExpression;
  readonly additivity: Additivity;
  readonly unit: Unit | null;
  readonly evidence: Evidence;
}

/**
 * `product`: factors of one row, for example price × quantity × (1 − discount) · `duration`: days between two times ·
 * `sql`: an expression that a person or a model wrote, over columns of the entity, unqualified.
 */
export type MetricExpression =
  | { readonly form: 'product'; readonly factors: readonly Factor[] }
  | { readonly form: 'duration'; readonly from: string; readonly to: string }
  | { readonly form: 'sql'; readonly sql: string };

export interface Factor {
  /** Column of the entity of the metric, or of the entity at the other end of `through`. */
  readonly field: string;
  /** Id of a relationship of the entity: the price stands in the product. */
  readonly through: string | null;
  /** `1 - x` for a discount as a share, `x / 100` for a percentage, `1 - x / 100` for a discount in percent. */
  readonly as: 'plain' | 'one_minus' | 'percent' | 'one_minus_percent';
}
