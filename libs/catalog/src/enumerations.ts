import type { Column, Relation } from './model.js';

const MAX_ENUMERATION = 20;

/** `((col)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))`, or a single `col = 'a'`. */
const ANY_OF = /^CHECK \(+("(?:[^"]|"")+"|[\w$]+)\)*(?:::[\w ]+)?\)* = ANY \(+ARRAY\[(.*?)\]\)*(?:::[\w ]+\[\])?\)+$/s;
const LITERAL = /'((?:[^']|'')*)'(?:::[\w ".]+)?|(-?\d+(?:\.\d+)?)/g;

/** The values that a check constraint allows in this column, in the order they are written; null without such a one. */
export function checkedValues(relation: Relation, column: Column): string[] | null {
  for (const { definition, columns } of relation.checkConstraints) {
    const match = columns.length === 1 && columns[0] === column.name ? ANY_OF.exec(definition) : null;
    const list = match?.[2];
    if (list !== undefined && list.replace(LITERAL, '').replace(/[\s,()]/g, '') === '') {
      return [...list.matchAll(LITERAL)].map(([, text, number]) => text?.replaceAll("''", "'") ?? number ?? '');
    }
  }
  return null;
}

const CODE_NAME =
  /(^|_)(status|state|type|kind|category|class|level|grade|flag|mode|gender|sex|rating|priority|stage|channel|source|direction)(_|$|code|id$)|状态|类型|类别|级别|等级|性别|方向|品类|模式|格式|标志|是否/i;

export interface ValueCounts {
  /** Distinct values with how often they were seen, frequent first. */
  readonly counts: readonly (readonly [string, number])[];
  /** Rows behind the counts, nulls left out. */
  readonly seen: number;
  /** True when the list of values is certainly all there is. */
  readonly exhaustive: boolean;
}

/**
 * Values of a column that behaves like an enumeration: few, and repeated. Numbers only where the name says "code"; keys
 * and references never.
 */
export function profiledValues(relation: Relation, column: Column, values: ValueCounts): string[] | null {
  const key = [
    ...(relation.primaryKey?.columns ?? []),
    ...relation.foreignKeys.flatMap(({ columns }) => columns),
    ...relation.uniqueConstraints.filter(({ columns }) => columns.length === 1).flatMap(({ columns }) => columns),
  ].includes(column.name);
  const couldBe = column.typeCategory === 'S' || (column.typeCategory === 'N' && isCode(column));
  const distinct = values.counts.length;
  const few = distinct >= 2 && distinct <= MAX_ENUMERATION && values.counts.every(([value]) => value.length <= 60);
  const repeated = values.seen >= 3 * distinct && (values.exhaustive || values.seen >= 20 * distinct);
  return couldBe && !key && !column.isArray && few && repeated ? values.counts.map(([value]) => value) : null;
}

function isCode(column: Column): boolean {
  return CODE_NAME.test(column.name.replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')) || CODE_NAME.test(column.comment ?? '');
}
