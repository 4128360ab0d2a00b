/** A business theme: a group of related tables that questions are generated for. A row of `metadata.txt`. */
export interface Theme {
  /** At most 100 characters. */
  readonly topicName: string;
  readonly description: string;
  /** Qualified names `schema.table`, unquoted, all of them in the catalog. */
  readonly relatedTables: readonly string[];
  readonly bizEntities: readonly string[];
  readonly bizMetrics: readonly string[];
}
