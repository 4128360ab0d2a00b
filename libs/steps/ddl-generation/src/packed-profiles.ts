import { relationName, type ColumnProfile, type RelationProfile } from '#libs/catalog';
import { PackedMap } from '#libs/step-files';

/** Where the profile of a relation can be had, by `schema.name`. */
export type Profiles = Pick<ReadonlyMap<string, RelationProfile>, 'get'>;

/** Facts of a profile about the whole relation. */
export type ProfileFacts = Omit<RelationProfile, 'columns'>;

/** Examples of a column that anything which is written or asked from here on shows. */
const MAX_EXAMPLES = 5;

/** The profiles of all relations between measuring and writing. */
export class PackedProfiles implements Profiles {
  private readonly relations = new Map<string, ProfileFacts>();
  private readonly columns = new PackedMap<readonly ColumnProfile[]>();

  add({ columns, ...facts }: RelationProfile): void {
    const name = relationName(facts);
    this.relations.set(name, facts);
    const shown = columns.map((column) => ({ ...column, sampleValues: column.sampleValues.slice(0, MAX_EXAMPLES) }));
    this.columns.set(name, shown);
  }

  get(name: string): RelationProfile | undefined {
    const facts = this.relations.get(name);
    return facts && { ...facts, columns: this.columns.get(name) ?? [] };
  }

  /** In the order in which they were added. */
  facts(): ProfileFacts[] {
    return [...this.relations.values()];
  }
}
