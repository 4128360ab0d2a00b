import type { BusinessDatabase } from '#libs/business-database';
import { relationName, type RelationName } from '#libs/catalog';
import type { CopiedRelation, CopiedRelations } from './perturbed-copies.js';
import type { NamedTable } from './statement-needs.js';

/** Tables that are looked at for the copies of one run. */
const MOST_TABLES = 100;

/**
 * The tables of a database as their catalog and their profile tell them, each read once, when a copy needs it.
 * @param listed the tables that may be copied
 */
export function relationsToCopy(
  database: Pick<BusinessDatabase, 'readCatalog' | 'readProfiles'>,
  listed: () => Promise<readonly RelationName[]>,
): CopiedRelations {
  const known = new Map<string, CopiedRelation | null>();
  const read = async (names: readonly RelationName[]): Promise<void> => {
    const catalog = await database.readCatalog(names);
    const profiles = new Map((await database.readProfiles(catalog)).map((one) => [relationName(one), one]));
    names.forEach((name) => known.set(relationName(name), null));
    catalog.relations.forEach((relation) => {
      const name = relationName(relation);
      known.set(name, { relation, profile: profiles.get(name) });
    });
  };
  let listing: Promise<readonly RelationName[]> | undefined;
  let reading: Promise<void> = Promise.resolve();
  return {
    of: async (named) => {
      listing ??= listed();
      const names = resolved(named, await listing);
      // One after the other: two statements often name the same tables.
      reading = reading
        .catch(() => undefined)
        .then(async () => {
          const missing = names.filter((name) => !known.has(relationName(name)));
          if (missing.length > 0 && known.size + missing.length <= MOST_TABLES) {
            await read(missing);
          }
        });
      await reading;
      return names.flatMap((name) => known.get(relationName(name)) ?? []);
    },
  };
}

/** A bare name is that of the schema `public`, or the only one. */
function resolved(named: readonly NamedTable[], listed: readonly RelationName[]): RelationName[] {
  const found = named.flatMap(({ schema, name }) => {
    const same = listed.filter((relation) => relation.name === name);
    const own = same.find((relation) => relation.schema === (schema ?? 'public'));
    return own ?? (schema === null && same.length === 1 ? same : []);
  });
  return [...new Map(found.map((relation) => [relationName(relation), relation])).values()];
}
