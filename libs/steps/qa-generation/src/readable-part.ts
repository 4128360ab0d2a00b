import { relationName, type Catalog, type ForeignKey, type Relation, type RelationProfile } from '#libs/catalog';

/** The catalog without the relations and columns that the role may not read, and without the keys that need them. */
export function readablePart(catalog: Catalog, profiles: ReadonlyMap<string, RelationProfile>): Catalog {
  const unreadable = new Map([...profiles].map(([name, profile]) => [name, new Set(profile.unreadable)]));
  const canRead = (name: string, columns: readonly string[]): boolean =>
    !profiles.get(name)?.failure && columns.every((column) => !unreadable.get(name)?.has(column));
  const canFollow = (name: string, key: ForeignKey): boolean =>
    canRead(name, key.columns) &&
    canRead(relationName({ schema: key.referencedSchema, name: key.referencedTable }), key.referencedColumns);
  const readable = (relation: Relation): Relation => {
    const name = relationName(relation);
    const { primaryKey } = relation;
    return {
      ...relation,
      columns: relation.columns.filter((column) => canRead(name, [column.name])),
      primaryKey: primaryKey && canRead(name, primaryKey.columns) ? primaryKey : null,
      foreignKeys: relation.foreignKeys.filter((key) => canFollow(name, key)),
    };
  };
  const relations = catalog.relations.filter((relation) => canRead(relationName(relation), []));
  return { ...catalog, relations: relations.map(readable) };
}
