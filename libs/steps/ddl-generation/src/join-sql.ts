import { quoteIdentifier, quoteLiteral } from '#libs/postgres';
import type { Entity, Relationship } from '#libs/semantic-model';
import { relationOf, sqlName } from './relation-names.js';

/** The condition of a join, ready for a query. A table that refers to itself needs a second name for the row above. */
export function joinCondition(join: Relationship, from: Entity, to: Entity): string {
  const near = sqlName(relationOf(from));
  const far = join.from === join.to ? SELF : sqlName(relationOf(to));
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

/** How the row above is called. */
export const SELF = 'parent';

/** `FROM` of the row below and the row above. */
export function selfJoin(entity: Entity): string {
  const name = sqlName(relationOf(entity));
  return `${name} JOIN ${name} AS ${SELF}`;
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
