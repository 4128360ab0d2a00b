import type { Column } from './model.js';
import { readTypeFacts, type TypeFacts } from './read-type-facts.js';
import type { Queryable } from './queryable.js';

type ColumnRow = readonly [
  relation: number,
  name: string,
  position: number,
  typeOid: number,
  type: string,
  notNull: boolean,
  identity: string,
  generated: string,
  collationOid: number,
  local: boolean,
];

/**
 * Expressions, comments and types are read apart and joined here: that is several times cheaper than one wide join.
 * Sorting here is cheaper too.
 */
const COLUMNS = `
select attrelid, attname::text, attnum::int, atttypid, format_type(atttypid, atttypmod), attnotnull,
  attidentity::text, attgenerated::text, attcollation, attislocal
from pg_attribute
where attrelid = any($1::oid[]) and attnum > 0 and not attisdropped`;

const EXPRESSIONS = `
select adrelid, adnum::int, pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = any($1::oid[])`;

const COMMENTS = `
select objoid, objsubid, description from pg_description
where classoid = 'pg_class'::regclass and objoid = any($1::oid[]) and objsubid > 0`;

/** Facts about columns, by `relation OID.attnum`. */
type ByColumn = ReadonlyMap<string, string>;

/** The part of a column that its own catalog row and its type give. */
export interface BareColumns {
  readonly rows: readonly ColumnRow[];
  readonly facts: TypeFacts;
}

function typeOf(row: ColumnRow): number {
  return row[3];
}

export async function readBareColumns(client: Queryable, oids: readonly number[]): Promise<BareColumns> {
  const { rows } = await client.query<[...ColumnRow]>({ text: COLUMNS, values: [oids], rowMode: 'array' });
  const typeOids = [...new Set(rows.map(typeOf))];
  const collationOids = [...new Set(rows.map((row) => row[8]))];
  return { rows, facts: await readTypeFacts(client, typeOids, collationOids) };
}

export interface ColumnTexts {
  readonly expressions: ByColumn;
  readonly comments: ByColumn;
}

export async function readColumnTexts(client: Queryable, oids: readonly number[]): Promise<ColumnTexts> {
  return {
    expressions: await readByColumn(client, EXPRESSIONS, oids),
    comments: await readByColumn(client, COMMENTS, oids),
  };
}

/**
 * @param identityOptions comes from the sequences
 * @returns the columns by OID of their relation, in table order
 */
export function assembleColumns(
  { rows, facts }: BareColumns,
  texts: ColumnTexts,
  identityOptions: ByColumn,
): Map<number, Column[]> {
  const byRelation = Map.groupBy(rows, ([relation]) => relation);
  return new Map(
    [...byRelation].map(([relation, own]) => [
      relation,
      own.map((row) => columnOf(row, facts, { ...texts, identityOptions })).sort((a, b) => a.position - b.position),
    ]),
  );
}

async function readByColumn(client: Queryable, query: string, oids: readonly number[]): Promise<ByColumn> {
  const { rows } = await client.query<[number, number, string]>({ text: query, values: [oids], rowMode: 'array' });
  return new Map(rows.map(([relation, position, text]) => [`${relation}.${position}`, text]));
}

function columnOf(
  [relation, name, position, typeOid, typeName, notNull, identity, generated, collationOid, local]: ColumnRow,
  { types, collations }: TypeFacts,
  texts: ColumnTexts & { readonly identityOptions: ByColumn },
): Column {
  const key = `${relation}.${position}`;
  const type = types.get(typeOid);
  const expression = texts.expressions.get(key) ?? null;
  return {
    name,
    position,
    type: typeName,
    baseTypeOid: type?.base_oid ?? typeOid,
    typeCategory: type?.category ?? 'X',
    isArray: type?.is_array ?? false,
    isDomain: type?.is_domain ?? false,
    comparable: type?.comparable ?? false,
    domainBase: type?.domain_base ?? null,
    enumLabels: type?.labels ?? null,
    notNull,
    default: identity || generated ? null : expression,
    identity: identity === 'a' ? 'always' : identity === 'd' ? 'by_default' : null,
    identityOptions: texts.identityOptions.get(key) ?? null,
    generated: generated ? expression : null,
    generatedVirtual: generated === 'v',
    collation: collationOid === type?.collation_oid ? null : (collations.get(collationOid) ?? null),
    comment: texts.comments.get(key) ?? null,
    local,
  };
}
