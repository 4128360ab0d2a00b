import type { Language } from '#libs/language';
import type { ConditionValue } from './condition-values.js';
import type { FieldRole } from './field-role.js';
import type { DatePeriods } from './period.js';

/** The listed relations as the business sees them. */
export interface BusinessModel {
  readonly language: Language;
  /** In catalog order. */
  readonly entities: readonly Entity[];
}

export interface Entity {
  /** `schema.name`, unquoted. */
  readonly id: string;
  /** As SQL text; the schema stands before it where it is not `public`. */
  readonly table: string;
  /** Short SQL alias for joins. */
  readonly alias: string;
  /** One row of it, in the task's language; `plural` is the same in Chinese. */
  readonly label: string;
  readonly plural: string;
  readonly fields: readonly Field[];
  /** Identifies a row for people: a name, a person's first and last name, else its key. */
  readonly title: Title;
  /** Primary key columns as SQL identifiers, or all linking columns where there is no key. */
  readonly key: readonly string[];
  /** Columns of a many-to-many bridge: two links and nothing else of interest. */
  readonly isBridge: boolean;
  /** Null when unknown. */
  readonly rowCount: number | null;
  readonly softDelete: SoftDelete | null;
  /** Links to other listed entities (or to itself) by foreign key. */
  readonly links: Link[];
}

export interface Title {
  /** A person's first and last name in this order; one field; or the parts of a key. */
  readonly fields: readonly Field[];
  /** One for a name, one a field for a key. */
  readonly labels: readonly string[];
  /** False if there is no name and the key is used. */
  readonly isName: boolean;
}

export interface Field {
  /** Column name, unquoted, and as SQL. */
  readonly name: string;
  readonly sql: string;
  readonly type: string;
  readonly label: string;
  /** The label without the entity's own: the `服务区名称` of a `服务区` is its `名称`. */
  readonly short: string;
  readonly role: FieldRole;
  /** A measure that may be summed. */
  readonly additive: boolean;
  readonly values: readonly ConditionValue[];
  /** Share of the rows with the first of `values`; null when unknown. */
  readonly topShare: number | null;
  readonly distinctCount: number | null;
  readonly notNull: boolean;
  readonly nullShare: number | null;
  /** Rows without a value hold an empty text, too. */
  readonly hasBlanks: boolean;
  /** A date column in which `infinity` occurs: it has no month or year. */
  readonly holdsInfinity: boolean;
  /** For dates. */
  readonly periods: DatePeriods | null;
}

export interface SoftDelete {
  readonly column: string;
  /** The SQL after the column that selects rows that are not deleted: `IS NULL`, `= 0`, `= FALSE`. */
  readonly test: string;
}

export interface Link {
  /** Name of the constraint. */
  readonly name: string;
  readonly from: Entity;
  readonly to: Entity;
  /** SQL identifiers, in order. */
  readonly fromColumns: readonly string[];
  readonly toColumns: readonly string[];
  /** The role of the linked entity, if it differs from its name: `original language`. */
  readonly role: string;
  /** A row may have no counterpart. */
  readonly optional: boolean;
  /** Distinct counterparts that are used; null when unknown. */
  readonly distinctCount: number | null;
}

/** `column` of `alias`, or bare where there is only one table. */
export function column(sql: string, alias?: string): string {
  return alias === undefined ? sql : `${alias}.${sql}`;
}

/** Neither machinery nor a link: a person may ask about it. */
export function isOfInterest({ role }: Field): boolean {
  return role !== 'key' && role !== 'technical';
}
