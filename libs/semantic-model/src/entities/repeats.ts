import { relationName, type Relation } from '#libs/catalog';
import { copiesAmong } from './copies.js';

type Known = Pick<Relation, 'schema' | 'name' | 'definition' | 'reads'>;

/**
 * Ids of the views over listed relations only. Their rows are those of the relations, joined or summed up: people ask about
 * these, and a question about both would be the same one twice.
 */
export function repeatsIn({ relations }: { readonly relations: readonly Known[] }): ReadonlySet<string> {
  const listed = new Set(relations.map(relationName));
  return new Set(
    relations
      .filter(({ definition, reads }) => definition !== null && reads.length > 0 && reads.every((id) => listed.has(id)))
      .map(relationName),
  );
}

/** Ids of the views that repeat listed relations, and of tables that are copies of others: nothing is asked about them. */
export function asideCopies({ relations }: { readonly relations: readonly Relation[] }): ReadonlySet<string> {
  const tables = relations.map((relation) => ({
    id: relationName(relation),
    schema: relation.schema,
    table: relation.name,
    columns: relation.columns.map(({ name }) => name),
  }));
  return new Set([...repeatsIn({ relations }), ...copiesAmong(tables).keys()]);
}
