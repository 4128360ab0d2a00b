import type { EntityMetadata, ObjectLiteral } from 'typeorm';

type ColumnMetadata = EntityMetadata['columns'][number];

/** Too wide for a number of JSON: they travel as text. */
const TEXT_TYPES: readonly unknown[] = ['bigint', 'numeric'];

/**
 * Entities that travel as JSON: PostgreSQL writes whole rows as one value, and the runtime parses one text many times
 * faster than the driver parses single values.
 */
export class JsonRows<T extends ObjectLiteral> {
  readonly table: string;
  private readonly columnList: readonly ColumnMetadata[];
  private readonly revivals: readonly { property: string; revive: (value: unknown) => unknown }[];

  /** @param properties properties to read; default: all */
  constructor(metadata: EntityMetadata, properties?: readonly (keyof T & string)[]) {
    this.table = metadata.tableName;
    this.columnList = metadata.columns.filter(
      ({ propertyName }) => properties === undefined || properties.includes(propertyName),
    );
    this.revivals = this.columnList.flatMap((column) => {
      const revive = revivalOf(column);
      return revive === null ? [] : [{ property: column.propertyName, revive }];
    });
  }

  /** The select list: every column in its travelling form, under the name of its property. @param alias of the table */
  columns(alias: string): string {
    return this.columnList
      .map((column) => `${travelling(`${alias}."${column.databaseName}"`, column)} AS "${column.propertyName}"`)
      .join(', ');
  }

  /** Makes the entity of a row of that select list. The row itself becomes it. */
  revive(row: Record<string, unknown>): T {
    for (const { property, revive } of this.revivals) {
      if (row[property] !== null) {
        row[property] = revive(row[property]);
      }
    }
    return row as T;
  }
}

/** Instants travel as milliseconds since 1970: shorter than their text, and nothing to parse. */
function travelling(column: string, { type }: ColumnMetadata): string {
  if (type === 'timestamptz') {
    return `date_part('epoch', ${column}) * 1000`;
  }
  return TEXT_TYPES.includes(type) ? `${column}::text` : column;
}

/** Milliseconds are truncated, not rounded, as the driver does; the arithmetic loses less than this. */
const LOST_MS = 0.0005;

function revivalOf({ type, transformer }: ColumnMetadata): ((value: unknown) => unknown) | null {
  if (type === 'timestamptz') {
    return (value) => new Date(Math.floor((value as number) + LOST_MS));
  }
  return transformer === undefined || Array.isArray(transformer) ? null : (value) => transformer.from(value) as unknown;
}
