import type { Text } from '#libs/language';
import type { Hazards } from '#libs/sql-safety';

export interface StatementLimits {
  /** Connections that are used at the same time. */
  readonly connections: number;
  /** Milliseconds that one statement may take. */
  readonly statementTimeoutMs: number;
}

/** The server refused the statement: the statement is at fault, not the connection. */
export interface StatementFailure {
  readonly outcome: 'failed' | 'timeout';
  /** Code of the server: five characters in PostgreSQL. */
  readonly sqlstate: string;
  /** A sentence part of ours: the server's own text can quote values. */
  readonly reason: Text;
  /** 1-based, in characters of the statement; null where the server names none. */
  readonly position: number | null;
  /** The server's column suggestion, if it makes exactly one. */
  readonly suggestedColumn: string | null;
}

export interface Plan {
  readonly outcome: 'planned';
  /** The planner's total cost, in its units. */
  readonly totalCost: number;
  readonly estimatedRows: number;
}

export interface Execution {
  readonly outcome: 'executed';
  /** Rows that the statement gave, counted up to the limit of the call. */
  readonly rowCount: number;
}

/** How the texts of a column compare. `text` is all that has no order or arithmetic of its own here. */
export type ValueKind = 'integer' | 'number' | 'boolean' | 'time' | 'padded' | 'text';

export interface ReadColumn {
  readonly name: string;
  readonly kind: ValueKind;
  /** The column whose values it has unchanged, if that was asked for and there is one. */
  readonly origin?: ColumnOrigin;
}

export interface ColumnOrigin {
  /** `schema.table`, or a view. */
  readonly table: string;
  readonly column: string;
}

/** The server's text of each value; of a long one its length and SHA-256, so that the size of values costs nothing. */
export type ReadRow = readonly (string | null)[];

export interface ReadLimits {
  readonly maxRows: number;
  /** Values, of all rows together. */
  readonly maxCells: number;
  /** Also find the columns that the values come from. */
  readonly origins?: boolean;
}

export interface Reading {
  readonly outcome: 'read';
  readonly columns: readonly ReadColumn[];
  /** Rows that were visited. */
  readonly rowCount: number;
  /** False: the statement gives more rows than the limits allow. */
  readonly isComplete: boolean;
}

export interface FirstRow {
  readonly outcome: 'row';
  /** In PostgreSQL's text form; empty where there is no row. */
  readonly fields: readonly (string | null)[];
}

/** Seconds of the server's work and of the way there, without the wait for a connection. */
export type Timed<T> = T & { readonly seconds: number };

/** Statements must have passed `checkReadOnlyStatement`; sessions are read-only all the same. */
export interface StatementRunner {
  /** Statements that are planned at once keep all connections busy, and as many are ready. */
  readonly capacity: number;
  /** Plans a statement without running it. A batch shares its seconds among its statements. */
  plan(sql: string): Promise<Timed<Plan | StatementFailure>>;
  /** Runs a statement in a transaction that is rolled back, until it has given `maxRows` rows. No row leaves the server. */
  execute(sql: string, maxRows: number): Promise<Timed<Execution | StatementFailure>>;
  /**
   * As `execute` with one row, for many statements: those that are run at once are sent together and share their seconds. A
   * slow one delays the others of its batch.
   */
  executeTogether(sql: string): Promise<Timed<Execution | StatementFailure>>;
  /**
   * Runs a statement in a transaction that is rolled back, and visits its rows, in their order, some at a time. A failure
   * may come after some rows.
   */
  read(
    sql: string,
    limits: ReadLimits,
    visit: (rows: readonly ReadRow[], columns: readonly ReadColumn[]) => void,
  ): Promise<Timed<Reading | StatementFailure>>;
  /**
   * Runs a statement in a read-only transaction that is rolled back, and gives its first row. Statements that are run at once
   * are sent together, within one time limit for each: for small results that the server computes.
   */
  firstRow(sql: string, timeoutMs: number): Promise<Timed<FirstRow | StatementFailure>>;
  /** Everything of the database that reaches one of its VOLATILE functions; `execute` runs no statement that uses it. */
  hazards(): Promise<Hazards>;
}
