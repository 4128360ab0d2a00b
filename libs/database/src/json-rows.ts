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

  /** @param properties those that are read; all of them when absent */
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

  /** The select list: every column under the name of its property. @param alias of the table */
  columns(alias: string): string {
    return this.columnList
      .map(({ databaseName, propertyName, type }) => {
        const cast = TEXT_TYPES.includes(type) ? '::text' : '';
        return `${alias}."${databaseName}"${cast} AS "${propertyName}"`;
      })
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

function revivalOf({ type, transformer }: ColumnMetadata): ((value: unknown) => unknown) | null {
  if (type === 'timestamptz') {
    return (value) => new Date(value as string);
  }
  return transformer === undefined || Array.isArray(transformer) ? null : (value) => transformer.from(value) as unknown;
}
