import type pg from 'pg';
import { quoteIdentifier } from '#libs/postgres';

/** Types that a column of the tables may have; a manifest is data from a disk, not something to execute. */
const KNOWN_TYPE =
  /^(uuid|text|tsvector|tsquery|bytea|inet|interval|date|boolean|smallint|integer|bigint|real|double precision|jsonb?|(character varying|character)(\(\d+\))?|numeric(\(\d+,\d+\))?|time(\(\d\))? with(out)? time zone|timestamp(\(\d\))? with(out)? time zone)(\[\])?$/;
const VECTOR_TYPE = /^(?:\w+\.)?(vector|halfvec|sparsevec|bit)(\(\d+\))?$/;

/**
 * SQL of a type that a manifest names; null for one that is not known.
 * @param extension the schema that pgvector is in
 */
export function columnType(type: string, extension: string): string | null {
  if (KNOWN_TYPE.test(type)) {
    return type;
  }
  const [, name, length = ''] = VECTOR_TYPE.exec(type) ?? [];
  if (name === undefined) {
    return null;
  }
  return name === 'bit' ? `bit${length}` : `${quoteIdentifier(extension)}.${name}${length}`;
}

/** The type without schema, length and precision: what the bytes of a value depend on. */
export function baseType(type: string): string {
  const plain = type.replace(/^\w+\./, '').replace(/\(\d+(,\d+)?\)/, '');
  return plain === 'character varying' ? 'text' : plain;
}

/** Whether the pgvector of a server has the type: halfvec and sparsevec came with 0.7. */
export async function hasVectorType(client: pg.ClientBase, type: string): Promise<boolean> {
  const { rows } = await client.query<{ present: boolean }>('SELECT to_regtype($1) IS NOT NULL AS present', [type]);
  return rows[0]?.present ?? false;
}
