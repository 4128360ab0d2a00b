import type { Entity } from '#libs/semantic-model';
import { qualifiedName, quoteIdentifier } from '#libs/postgres';

interface Named {
  readonly schema: string;
  readonly name: string;
}

/** For people: outside `public` the schema is part of the name, which distinguishes tables of the same name. */
export function shownName({ schema, name }: Named): string {
  return schema === 'public' ? name : `${schema}.${name}`;
}

/** For a query: quoted where needed, without `public.`. */
export function sqlName({ schema, name }: Named): string {
  return schema === 'public' ? quoteIdentifier(name) : qualifiedName(schema, name);
}

/** The relation of an entity. */
export function relationOf({ schema, table }: Entity): Named {
  return { schema, name: table };
}
