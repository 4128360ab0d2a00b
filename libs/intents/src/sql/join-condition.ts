import { quoteIdentifier } from '#libs/postgres';
import type { Entity, Field, Relationship } from '#libs/semantic-model';
import { literal } from './literal.js';

/** One side of a join: the entity, and the alias or table name that qualifies its columns. */
interface Side {
  readonly entity: Entity;
  readonly alias: string;
}

/** The SQL after ON. `from` is the side that holds the reference. */
export function joinCondition(relationship: Relationship, from: Side, to: Side): string {
  const { condition } = relationship;
  const keys = relationship.fromFields.map((name, index) =>
    matches(relationship, side(from, name), side(to, relationship.toFields[index] ?? '')),
  );
  const only = condition && side(from, condition.field);
  return [
    ...keys,
    ...(only && condition ? [`${only.sql} = ${only.field ? literal(condition.value, only.field) : ''}`] : []),
  ].join(' AND ');
}

interface Column {
  readonly sql: string;
  readonly field: Field | undefined;
}

function side({ entity, alias }: Side, name: string): Column {
  return {
    sql: `${alias}.${quoteIdentifier(name)}`,
    field: entity.fields.find((field) => field.name === name),
  };
}

function matches({ elements }: Relationship, from: Column, to: Column): string {
  switch (elements) {
    case 'array': {
      const isSame = isText(from.field) === isText(to.field);
      return isSame ? `${to.sql} = ANY (${from.sql})` : `${to.sql}::text = ANY (${from.sql}::text[])`;
    }
    case 'json': {
      const list = isText(from.field) ? `NULLIF(${from.sql}, '')::jsonb` : `${from.sql}::jsonb`;
      return `${to.sql}::text IN (SELECT jsonb_array_elements_text(${list}))`;
    }
    case null: {
      const cast = from.field && to.field && isText(from.field) !== isText(to.field) ? '::text' : '';
      return `${from.sql}${cast} = ${to.sql}${cast}`;
    }
  }
}

function isText(field: Field | undefined): boolean {
  return /^(text|character|varchar|char|bpchar|citext|name|")/.test(field?.type ?? '');
}
