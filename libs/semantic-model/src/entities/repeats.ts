import { relationName, type Relation } from '#libs/catalog';

type Known = Pick<Relation, 'schema' | 'name' | 'definition' | 'reads'> & {
  readonly columns: readonly { readonly name: string }[];
};

/** A view may add a short name for the key. */
const SHARE_OF_COLUMNS = 0.8;

/**
 * Ids of the views that show one listed relation again: they read nothing else, and nearly all of their columns are columns
 * of it. Questions about them would repeat those about the relation.
 */
export function repeatsIn({ relations }: { readonly relations: readonly Known[] }): ReadonlySet<string> {
  const columnsOf = new Map(
    relations.map((relation) => [relationName(relation), new Set(relation.columns.map(({ name }) => name))]),
  );
  return new Set(
    relations
      .filter(({ definition, reads, columns }) => {
        const [base = '', second] = reads;
        const own = columnsOf.get(base);
        const shared = columns.filter(({ name }) => own?.has(name)).length;
        return definition !== null && second === undefined && shared >= columns.length * SHARE_OF_COLUMNS;
      })
      .map(relationName),
  );
}
