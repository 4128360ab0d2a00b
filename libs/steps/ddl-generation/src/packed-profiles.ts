import { relationName, type ColumnProfile, type RelationProfile } from '#libs/catalog';

/** Where the profile of a relation can be had, by `schema.name`. */
export type Profiles = Pick<ReadonlyMap<string, RelationProfile>, 'get'>;

/** What a profile says of the relation as a whole. */
export type ProfileFacts = Omit<RelationProfile, 'columns'>;

/**
 * The profiles of all relations between measuring and writing: those of thousands of tables take half as much
 * room as text as they do as objects, and each is needed for a moment only.
 */
export class PackedProfiles implements Profiles {
  private readonly packed = new Map<string, { readonly facts: ProfileFacts; readonly columns: Buffer }>();

  add({ columns, ...facts }: RelationProfile): void {
    this.packed.set(relationName(facts), { facts, columns: Buffer.from(JSON.stringify(columns)) });
  }

  get(name: string): RelationProfile | undefined {
    const found = this.packed.get(name);
    return found && { ...found.facts, columns: JSON.parse(found.columns.toString()) as ColumnProfile[] };
  }

  /** In the order in which they were added. */
  facts(): ProfileFacts[] {
    return Array.from(this.packed.values(), ({ facts }) => facts);
  }
}
