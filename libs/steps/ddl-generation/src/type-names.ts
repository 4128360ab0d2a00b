import type { Column } from '#libs/catalog';

const ALIASES: readonly (readonly [RegExp, string])[] = [
  [/^character varying/, 'varchar'],
  [/^character(?=[([]|$)/, 'char'],
  [/^timestamp(\(\d\))? with time zone/, 'timestamptz$1'],
  [/^timestamp(\(\d\))? without time zone/, 'timestamp$1'],
  [/^time(\(\d\))? with time zone/, 'timetz$1'],
  [/^time(\(\d\))? without time zone/, 'time$1'],
];

/** The type of a column for a reader, with the base type of a domain: `sales.amount = numeric(12,2)`. */
export function readableType({ type, domainBase }: Column): string {
  return domainBase === null ? shortTypeName(type) : `${shortTypeName(type)} = ${shortTypeName(domainBase)}`;
}

/** The short names of PostgreSQL's own types, as people write them; precision, arrays and user types stay. */
export function shortTypeName(type: string): string {
  for (const [pattern, short] of ALIASES) {
    if (pattern.test(type)) {
      return type.replace(pattern, short);
    }
  }
  return type;
}
