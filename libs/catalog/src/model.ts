import type { Text } from '#libs/language';

/** The catalog of the listed relations, as PostgreSQL has it. All names are unquoted. */
export interface Catalog {
  readonly database: string;
  /** `server_version_num`, for example 150020. */
  readonly serverVersion: number;
  /** Sorted by schema, then name. */
  readonly relations: readonly Relation[];
  /** Partitions, at every level, of the listed partitioned tables, as far as they are not listed themselves. */
  readonly partitions: readonly Relation[];
  /** Comments of the schemas of the relations and objects, by name of the schema. */
  readonly schemaComments: ReadonlyMap<string, string>;
  /** Other schemas, in which extended statistics of the relations are. */
  readonly partSchemas: readonly string[];
  /** Objects that the relations need and that are not relations, transitively: types, functions, sequences, extensions, …. */
  readonly objects: readonly SchemaObject[];
  /** Which object or part of a relation needs which other; also what is neither listed nor among `objects`. */
  readonly dependencies: readonly Dependency[];
  /** Names of the needed objects that are not among `relations` and `objects`, by key. */
  readonly unlisted: ReadonlyMap<string, string>;
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
  /** The composite type of a typed table (`CREATE TABLE … OF type`), as SQL text. */
  readonly ofType: string | null;
  /** Parents by plain inheritance. */
  readonly inherits: readonly { readonly schema: string; readonly name: string }[];
  /** The query of a view or materialized view. */
  readonly definition: string | null;
  /** Storage parameters and options of a view, `name=value` as PostgreSQL keeps them (`security_barrier=true`). */
  readonly options: readonly string[];
  /** Details that statements after its creation restore: storage of columns, extended statistics, replica identity. */
  readonly settings: readonly RelationStatement[];
  /** Its rules, triggers and policies. */
  readonly behaviour: readonly RelationStatement[];
  /** `schema.name` of the relations that the query of a view reads; empty for other kinds. */
  readonly reads: readonly string[];
  /** Server of a foreign table and its options, `name=value` as PostgreSQL keeps them. */
  readonly foreignServer: { readonly name: string; readonly options: readonly string[] } | null;
  /** Not written to the write-ahead log (`CREATE UNLOGGED TABLE`). */
  readonly unlogged: boolean;
  /** The access method of the table; null for `heap`, and for relations without rows of their own. */
  readonly accessMethod: string | null;
  /** Planner's estimate; null when the relation was never analysed. */
  readonly rowEstimate: number | null;
  /**
   * Size with indexes and TOAST in bytes, as of the last VACUUM or ANALYZE (from page counts of the catalog, so that
   * no table is locked); null where the kind has no storage or was never vacuumed.
   */
  readonly sizeBytes: number | null;
}

export interface NotNullConstraint {
  readonly name: string;
  readonly noInherit: boolean;
  /** Older rows were not checked. */
  readonly notValid: boolean;
  readonly comment: string | null;
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
  /** Values of the base type can be compared, and the server counts distinct ones; false for ranges, xml, points, …. */
  readonly comparable: boolean;
  /** Base type of a domain, through nested domains, as `format_type` writes it; null for other types. */
  readonly domainBase: string | null;
  /** Labels in order, when the base type is an enum. */
  readonly enumLabels: readonly string[] | null;
  readonly notNull: boolean;
  /** Its NOT NULL as a constraint (PostgreSQL 18); null where it has the usual name and nothing special. */
  readonly notNullConstraint: NotNullConstraint | null;
  /** `pg_get_expr`; null for identity and generated columns. */
  readonly default: string | null;
  readonly identity: 'always' | 'by_default' | null;
  /** Sequence options of an identity column that differ from PostgreSQL's defaults, as SQL text; else null. */
  readonly identityOptions: string | null;
  /** Expression of a generated column. */
  readonly generated: string | null;
  /** PostgreSQL 18: the generated column is computed when it is read. */
  readonly generatedVirtual: boolean;
  /** Only where it differs from the type's default; SQL text (quoted, with its schema outside pg_catalog). */
  readonly collation: string | null;
  /** False when the column only comes from a parent by inheritance or partitioning. */
  readonly local: boolean;
  readonly comment: string | null;
}

export interface KeyConstraint {
  readonly name: string;
  readonly comment?: string | null;
  /** In key order, which may differ from the order of the table. */
  readonly columns: readonly string[];
  /** `pg_get_constraintdef`. */
  readonly definition: string;
}

export interface CheckConstraint {
  readonly name: string;
  readonly comment?: string | null;
  readonly definition: string;
  readonly columns: readonly string[];
  /** False when the constraint only comes from a parent. */
  readonly local: boolean;
}

export interface ForeignKey {
  readonly name: string;
  readonly comment?: string | null;
  readonly columns: readonly string[];
  readonly referencedSchema: string;
  readonly referencedTable: string;
  readonly referencedColumns: readonly string[];
  readonly definition: string;
  /** True when no constraint declares it and it was concluded from names, types and values. */
  readonly inferred: boolean;
  /** False when the constraint only comes from a partitioned parent. */
  readonly local: boolean;
}

/** An index that does not belong to a constraint. */
export interface Index {
  readonly name: string;
  readonly comment?: string | null;
  readonly definition: string;
  readonly unique: boolean;
}

export type SchemaObjectKind =
  | 'extension'
  | 'collation'
  | 'type'
  | 'domain'
  | 'function'
  | 'sequence'
  | 'operator'
  | 'operator family'
  | 'operator class'
  | 'cast'
  | 'text search configuration'
  | 'text search dictionary';

/** A database object other than a relation. */
export interface SchemaObject extends ReadObject {
  /** Needed by rules, triggers and policies only. */
  readonly optional: boolean;
}

/** The object as in the catalog. */
export interface ReadObject {
  /** `pg_type:16390` */
  readonly key: string;
  readonly kind: SchemaObjectKind;
  /** Null for a cast, which is in no schema. */
  readonly schema: string | null;
  /** With argument types where they distinguish overloads. */
  readonly name: string;
  /** Creates it, without the final semicolon where `parts` follow. */
  readonly definition: string;
  /** Clauses of the definition that can also be added later. */
  readonly parts: readonly ObjectPart[];
  /** `COMMENT ON …` for the object and its parts. */
  readonly comments: readonly string[];
}

/** One clause of a definition, for example a check of a domain, and the statement that adds it afterwards. */
export interface ObjectPart {
  /** As in `Dependency.part`. */
  readonly part: string;
  /** Null where only the statement can say it. */
  readonly clause: string | null;
  readonly statement: string;
  /** `COMMENT ON …` for the part. */
  readonly comments: readonly string[];
}

/** `needs` must exist before `part` of `owner` can be created. Both are keys such as `pg_type:16390`. */
export interface Dependency {
  readonly owner: string;
  /** `default:ATTNUM`, `constraint:NAME`, `index:NAME`, `statistics:NAME`, `query`, …; null for the object itself. */
  readonly part: string | null;
  readonly needs: string;
}

/** A statement about a relation that exists: storage, extended statistics, a trigger. */
export interface RelationStatement {
  /** As in `Dependency.part`; unique within its relation. */
  readonly part: string;
  readonly statement: string;
  /** The part that it is about, where that is an index or a constraint: `index:NAME`, `constraint:NAME`. */
  readonly about?: string | null;
  /** `schema.name` of other relations that it changes too. */
  readonly targets?: readonly string[] | null;
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
  /** Rising values that part the rows into about equal quarters, for numbers and times. */
  readonly quartiles?: readonly string[];
  /** Most frequent non-null values, descending. */
  readonly topValues: readonly { readonly value: string; readonly share: number }[];
  /** Average length in characters, for strings. */
  readonly averageLength: number | null;
  /** Values were truncated on read, so the average length is a lower bound. */
  readonly longer?: boolean;
  /** Facts that were measured on a part of the rows only: others may hold further values, beyond the range too. */
  readonly partial?: readonly PartialFact[];
  /** Elements of an array column. */
  readonly elements?: ArrayElements | null;
  /**
   * Distinct non-null values in sample order. True values, at most 1000 characters, usable as literals, except: masked
   * where `sensitive` is set, the common shape for JSON, none for binary.
   */
  readonly sampleValues: readonly string[];
  /** Complete list of values when the column is an enumeration (type, check constraint or profile), frequent first. */
  readonly enumeration: readonly string[] | null;
  /** The rule that makes values of this column personal or secret, or null. Values above are masked then. */
  readonly sensitive: string | null;
}

/** `values`: the enumeration; `range`: min and max; `text`: the length; `elements`: those of arrays. */
export type PartialFact = 'values' | 'range' | 'text' | 'elements';

/** Elements of the arrays of one column, as far as they were sampled. */
export interface ArrayElements {
  /** Least and greatest number of elements. */
  readonly least: number;
  readonly most: number;
  readonly distinct: number;
  /** Elements with the share of the arrays that hold them, the most frequent first. */
  readonly frequent: readonly { readonly value: string; readonly share: number }[];
}

/** A table that says what the codes of many columns mean: each row a kind of code, a value and its label. */
export interface Dictionary {
  readonly typeColumn: string;
  readonly valueColumn: string;
  readonly labelColumn: string;
  readonly entries: readonly { readonly type: string; readonly value: string; readonly label: string }[];
}

/** A row of a lookup table: a referenced key and its meaning. */
export interface LookupEntry {
  readonly key: string;
  readonly label: string;
}

export interface RelationProfile {
  readonly schema: string;
  readonly name: string;
  /** Exact below the counting threshold, else the estimate; null when nothing is known. */
  readonly rowCount: number | null;
  /** Rows that the profile was measured on, where those are not all of them and there are no statistics. */
  readonly sampledRows?: number;
  readonly columns: readonly ColumnProfile[];
  /** The whole table, where it is one of few rows that say what keys mean. */
  readonly lookup?: readonly LookupEntry[];
  /** The sampled rows, where the relation is a dictionary of codes. */
  readonly dictionary?: Dictionary;
  /** Columns that the role may not SELECT; nothing is known of their values. */
  readonly unreadable?: readonly string[];
  /** Row security applies to the role: only the rows that its policies allow were measured. */
  readonly rowSecurity?: true;
  /** Why the relation could not be read; its profile is empty then. */
  readonly failure?: { readonly sqlstate: string; readonly reason: Text };
}
