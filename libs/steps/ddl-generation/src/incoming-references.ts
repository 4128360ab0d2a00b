import { referencedName, type Catalog, type ForeignKey, type Relation } from '#libs/catalog';

/** A foreign key of another listed table that refers to this one. */
export interface IncomingReference {
  readonly from: Relation;
  readonly key: ForeignKey;
}

/** Foreign keys by the table they point to; those of partitions repeat their parent's and stay out. */
export function incomingReferences(catalog: Catalog): Map<string, IncomingReference[]> {
  const references = catalog.relations
    .filter(({ partitionOf }) => partitionOf === null)
    .flatMap((from) => from.foreignKeys.map((key) => ({ from, key })));
  return Map.groupBy(references, ({ key }) => referencedName(key));
}
