/** The catalog of the listed relations, as PostgreSQL has it. All names are unquoted. */
export interface Catalog {
  readonly database: string;
  /** `server_version_num`, for example 150020. */
  readonly serverVersion: number;
  /** Sorted by schema, then name. */
  readonly relations: readonly Relation[];
  /** Enum and domain types that columns of the listed relations use, directly, in arrays or as a domain's base. */
  readonly types: readonly UserType[];
  /** Sequences that defaults of the listed columns use and that no listed column owns as identity. */
  readonly sequences: readonly Sequence[];
}

export type RelationKind = 'table' | 'partitioned_table' | 'view' | 'materialized_view' | 'foreign_table';

export interface Relation {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly kind: RelationKind;
  readonly comment: string | null;
  readonly columns: readonly Column[];
  readonly primaryKey: KeyConstraint | null;
  readonly uniqueConstraints: readonly KeyConstraint[];
  readonly checkConstraints: readonly CheckConstraint[];
  /** Exclusion constraints as `pg_get_constraintdef` gives them. */
  readonly exclusionConstraints: readonly CheckConstraint[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly indexes: readonly Index[];
  /** `PARTITION BY …` expression without the keyword, for partitioned tables. */
  readonly partitionKey: string | null;
  /** `schema.name` of the partitions of a partitioned table. */
  readonly partitions: readonly string[];
  /** Set on a partition: its parent and its bound (`FOR VALUES …` or `DEFAULT`). */
  readonly partitionOf: { readonly schema: string; readonly name: string; readonly bound: string } | null;
  /** Parents by plain inheritance. */
  readonly inherits: readonly { readonly schema: string; readonly name: string }[];
  /** The query of a view or materialized view. */
  readonly definition: string | null;
  /** Planner's estimate; null when the relation was never analysed. */
  readonly rowEstimate: number | null;
  /** Total size with indexes and TOAST, bytes; null where the kind has no storage. */
  readonly sizeBytes: number | null;
}

export interface Column {
  readonly name: string;
  /** `attnum`. */
  readonly position: number;
  /** `format_type`: `character varying(32)`, `integer[]`, `sales.mood`. */
  readonly type: string;
  /** Element type's OID for arrays, base type's OID for domains (all the way down), else the type's own. */
  readonly baseTypeOid: number;
  /** `typcategory` of the base type: N numeric, S string, D date/time, B boolean, E enum, U user, A array, … */
  readonly typeCategory: string;
  readonly isArray: boolean;
  readonly isDomain: boolean;
  /** Labels in order, when the base type is an enum. */
  readonly enumLabels: readonly string[] | null;
  readonly notNull: boolean;
  /** `pg_get_expr`; null for identity and generated columns. */
  readonly default: string | null;
  readonly identity: 'always' | 'by_default' | null;
  /** Expression of a stored generated column. */
  readonly generated: string | null;
  /** Only where it differs from the type's default. */
  readonly collation: string | null;
  readonly comment: string | null;
}

export interface KeyConstraint {
  readonly name: string;
  readonly columns: readonly string[];
  /** `pg_get_constraintdef`. */
  readonly definition: string;
}

export interface CheckConstraint {
  readonly name: string;
  readonly definition: string;
  readonly columns: readonly string[];
}

export interface ForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly referencedSchema: string;
  readonly referencedTable: string;
  readonly referencedColumns: readonly string[];
  readonly definition: string;
  /** True when no constraint declares it and it was concluded from names, types and values. */
  readonly inferred: boolean;
}

export interface Index {
  readonly name: string;
  readonly definition: string;
  readonly unique: boolean;
}

export interface UserType {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'enum' | 'domain' | 'composite' | 'range';
  readonly comment: string | null;
  /** Enum labels in order. */
  readonly labels: readonly string[];
  /** A statement that creates the type. */
  readonly definition: string;
}

export interface Sequence {
  readonly schema: string;
  readonly name: string;
  readonly definition: string;
  readonly ownedBy: { readonly schema: string; readonly table: string; readonly column: string } | null;
}

/** Measured facts about one column. Shares are 0..1 of the rows; values are PostgreSQL's text form. */
export interface ColumnProfile {
  readonly column: string;
  readonly source: 'statistics' | 'sample' | 'none';
  readonly nullShare: number | null;
  /** Estimated number of distinct non-null values. */
  readonly distinctCount: number | null;
  readonly min: string | null;
  readonly max: string | null;
  /** Most frequent non-null values, descending. */
  readonly topValues: readonly { readonly value: string; readonly share: number }[];
  /** Average length in characters, for strings. */
  readonly averageLength: number | null;
  /** Distinct non-null values in sample order, for display. */
  readonly sampleValues: readonly string[];
  /** Complete list of values when the column is an enumeration (type, check constraint or profile), frequent first. */
  readonly enumeration: readonly string[] | null;
  /** The rule that makes values of this column personal or secret, or null. Values above are masked then. */
  readonly sensitive: string | null;
}

export interface RelationProfile {
  readonly schema: string;
  readonly name: string;
  /** Exact below the counting threshold, else the estimate; null when nothing is known. */
  readonly rowCount: number | null;
  readonly columns: readonly ColumnProfile[];
}
