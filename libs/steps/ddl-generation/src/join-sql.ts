import { quoteIdentifier, quoteLiteral } from '#libs/postgres';
import type { Entity, Relationship } from '#libs/semantic-model';
import { relationOf, sqlName } from './relation-names.js';

/** The condition of a join between two tables, ready for a query. */
export function joinCondition(join: Relationship, from: Entity, to: Entity): string {
  return conditionBetween(join, { from, near: sqlName(relationOf(from)) }, { to, far: sqlName(relationOf(to)) });
}

/** The aliases of a table that refers to itself: of the row that refers, and of the row that it refers to. */
export function selfAliases({ fromFields }: Relationship): { readonly near: string; readonly far: string } {
  return fromFields.some((field) => HIERARCHY.test(field))
    ? { near: 'child', far: 'parent' }
    : { near: 'one', far: 'other' };
}

const HIERARCHY = /parent|manager|mgr|superior|supervisor|boss|reports?_?to|lead(er)?_|上级|父|主管/i;

/** `FROM` of the row that refers and the row that it refers to, with the condition. */
export function selfJoin(join: Relationship, entity: Entity): string {
  const name = sqlName(relationOf(entity));
  const { near, far } = selfAliases(join);
  const condition = conditionBetween(join, { from: entity, near }, { to: entity, far });
  return `${name} AS ${near} JOIN ${name} AS ${far} ON ${condition}`;
}

function conditionBetween(
  join: Relationship,
  { from, near }: { readonly from: Entity; readonly near: string },
  { to, far }: { readonly to: Entity; readonly far: string },
): string {
  const pairs = join.fromFields.map((field, index) => {
    const column = `${near}.${quoteIdentifier(field)}`;
    const key = `${far}.${quoteIdentifier(join.toFields[index] ?? '')}`;
    return join.elements === null ? `${column} = ${key}` : elementCondition(column, key, join, from, to);
  });
  const condition = join.condition
    ? [`${near}.${quoteIdentifier(join.condition.field)} = ${quoteLiteral(join.condition.value)}`]
    : [];
  return [...pairs, ...condition].join(' AND ');
}

function elementCondition(
  column: string,
  key: string,
  { elements, fromFields, toFields }: Relationship,
  from: Entity,
  to: Entity,
): string {
  if (elements === 'array') {
    return `${key} = ANY (${column})`;
  }
  const field = from.fields.find(({ name }) => name === fromFields[0]);
  const target = to.fields.find(({ name }) => name === toFields[0]);
  const json = field?.typeCategory === 'S' ? `NULLIF(${column}, '')::jsonb` : `${column}::jsonb`;
  const cast = target === undefined || target.typeCategory === 'S' ? '' : `::${target.type}`;
  return `${key} IN (SELECT e${cast} FROM jsonb_array_elements_text(${json}) AS e)`;
}
