import type { ForeignKey, Relation } from '#libs/catalog';
import { qualifiedName, quoteIdentifier } from '#libs/postgres';

type Named = Pick<Relation, 'schema' | 'name'>;

/** As people know it: outside `public` the schema is part of the name, so that tables of the same name are told apart. */
export function shownName({ schema, name }: Named): string {
  return schema === 'public' ? name : `${schema}.${name}`;
}

/** As it stands in a query: quoted where needed, without `public.`. */
export function sqlName({ schema, name }: Named): string {
  return schema === 'public' ? quoteIdentifier(name) : qualifiedName(schema, name);
}

/** The table that a foreign key points to. */
export function targetOf({ referencedSchema, referencedTable }: ForeignKey): Named {
  return { schema: referencedSchema, name: referencedTable };
}
