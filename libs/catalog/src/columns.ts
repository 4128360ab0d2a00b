import type { Column, ForeignKey, Relation } from './model.js';
import type { RelationOutline } from './read-outlines.js';

/** `schema.name`, unquoted: how relations are named in themes, lists and results. */
export function relationName(relation: Pick<Relation, 'schema' | 'name'>): string {
  return `${relation.schema}.${relation.name}`;
}

/** The table that a foreign key points to, as `relationName` gives it. */
export function referencedName(key: Pick<ForeignKey, 'referencedSchema' | 'referencedTable'>): string {
  return `${key.referencedSchema}.${key.referencedTable}`;
}

/** Names of the columns that identify a row or refer to one. */
export function keyColumns(relation: RelationOutline): Set<string> {
  return new Set([
    ...(relation.primaryKey?.columns ?? []),
    ...relation.uniqueConstraints.flatMap(({ columns }) => columns),
    ...relation.foreignKeys.flatMap(({ columns }) => columns),
  ]);
}

const NOT_A_MEASURE =
  /(^|_)(.?id|ids|active|enabled|deleted|no|code|key|version|year|month|day|week|hour|sort|seq|order_no|rank|status|state|type|flag|kind|level|lat|latitude|lon|lng|longitude|zip|phone|port|num_code)$|编号|编码|代码|标识|版本|状态|类型|序号|年份|月份|经度|纬度/i;

/** Numeric columns that a business would add up or compare: no keys, no codes, no places in time or space. */
export function measureColumns(relation: Relation): Column[] {
  const keys = keyColumns(relation);
  return relation.columns.filter(
    (column) =>
      column.typeCategory === 'N' &&
      !column.isArray &&
      !keys.has(column.name) &&
      !NOT_A_MEASURE.test(snakeCase(column.name)) &&
      !/编号|编码|代码|标识|版本|主键/.test(column.comment ?? ''),
  );
}

function snakeCase(name: string): string {
  return name.replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2').toLowerCase();
}

const ROW_TIME = /^(create|update|delete|modif|insert|add|last_?(update|modif|change)|valid_|time_?stamp)/;

/**
 * A link table: two or more foreign keys, and otherwise only keys and the time of the row. Any other date is an event (a
 * rental, a visit), which makes the table more than a link.
 */
export function isLinkTable(relation: Relation): boolean {
  const keys = keyColumns(relation);
  const rest = relation.columns.filter(
    ({ name, typeCategory }) => !keys.has(name) && !(typeCategory === 'D' && ROW_TIME.test(snakeCase(name))),
  );
  return relation.foreignKeys.length >= 2 && rest.length === 0;
}
