import type { ForeignKey, Relation } from '#libs/catalog';
import { qualifiedName, quoteIdentifier } from '#libs/postgres';

type Named = Pick<Relation, 'schema' | 'name'>;

/** For people: outside `public` the schema is part of the name, which distinguishes tables of the same name. */
export function shownName({ schema, name }: Named): string {
  return schema === 'public' ? name : `${schema}.${name}`;
}

/** For a query: quoted where needed, without `public.`. */
export function sqlName({ schema, name }: Named): string {
  return schema === 'public' ? quoteIdentifier(name) : qualifiedName(schema, name);
}

/** The table that a foreign key points to. */
export function targetOf({ referencedSchema, referencedTable }: ForeignKey): Named {
  return { schema: referencedSchema, name: referencedTable };
}
