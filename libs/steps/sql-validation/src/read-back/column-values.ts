import { quoteIdentifier } from '#libs/postgres';
import type { Reading } from '#libs/sql-reading';
import type { KnownRelations } from '#libs/sql-safety';
import { validateStatement, type ValidationOptions } from '#libs/statement-validation';

/** More different values than these are no list that a question names members of. */
const MOST_VALUES = 200;
/** Rows that are looked at, so that a large table costs no more than a small one. */
const MOST_ROWS = 20_000;
/** Columns of one run. */
const MOST_COLUMNS = 300;
const LONGEST_VALUE = 80;
/** `table.column`, or `schema.table.column`, without a mark of an outer query or of a repeated table. */
const COLUMN = /^\^*(?:([^.~()\s]+)\.)?([^.~()\s]+)(?:~[^.]*)?\.([^.()\s]+)$/;

interface ValueList {
  readonly values: readonly string[];
  /** Every row was looked at. */
  readonly isWhole: boolean;
}

/** The values of the columns that statements compare with values, each read once in a run. They stay in the process. */
export class ColumnValues {
  private readonly lists = new Map<string, ValueList | null>();
  private readonly loading = new Map<string, Promise<void>>();

  constructor(private readonly options: ValidationOptions) {}

  /** Reads the columns that the statement compares with values. */
  async load(reading: Reading, known: KnownRelations): Promise<void> {
    if (!this.options.execute) {
      return;
    }
    const columns = reading.conditions
      .filter(({ by, values }) => (by === '=' || by === 'in') && values.some((value) => /[\p{L}\p{N}]/u.test(value)))
      .map(({ of }) => of);
    await Promise.all(columns.map((column) => this.loadOnce(column, known)));
  }

  /**
   * Null where they are too many, or not known.
   * @param whole only where every row was looked at
   */
  readonly of = (column: string, whole = false): readonly string[] | null => {
    const list = this.lists.get(column);
    return list && (list.isWhole || !whole) ? list.values : null;
  };

  private loadOnce(column: string, known: KnownRelations): Promise<void> {
    const started = this.loading.get(column);
    if (started !== undefined || this.loading.size >= MOST_COLUMNS) {
      return started ?? Promise.resolve();
    }
    const loading = this.read(column, known).then((values) => void this.lists.set(column, values));
    this.loading.set(column, loading);
    return loading;
  }

  private async read(column: string, known: KnownRelations): Promise<ValueList | null> {
    const [, schema = 'public', table = '', name = ''] = COLUMN.exec(column) ?? [];
    if (known.relation({ schema, name: table })?.columns.has(name) !== true) {
      return null;
    }
    const of = quoteIdentifier(name);
    const sql =
      `SELECT value, count(*) FROM (SELECT left(${of}::text, ${LONGEST_VALUE}) AS value ` +
      `FROM ${quoteIdentifier(schema)}.${quoteIdentifier(table)} WHERE ${of} IS NOT NULL LIMIT ${MOST_ROWS}) AS looked_at GROUP BY value ` +
      `LIMIT ${MOST_VALUES + 1}`;
    const { status } = await validateStatement(sql, { ...this.options, execute: false });
    if (status !== 'valid') {
      return null;
    }
    const values: string[] = [];
    let rowCount = 0;
    const limits = { maxRows: MOST_VALUES + 1, maxCells: 2 * (MOST_VALUES + 1) };
    const { outcome } = await this.options.statements.read(sql, limits, (rows) => {
      values.push(...rows.flatMap(([value]) => value ?? []));
      rowCount += rows.reduce((sum, [, count]) => sum + Number(count), 0);
    });
    return outcome === 'read' && values.length <= MOST_VALUES ? { values, isWhole: rowCount < MOST_ROWS } : null;
  }
}
