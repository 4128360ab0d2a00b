import { relationName, type Catalog, type RelationProfile } from '#libs/catalog';
import { SchemaNames } from '#libs/lexicon';
import { relationshipsOf } from './derive-relationships.js';
import { entityOf, type DerivedEntity } from './derive-entity.js';
import { importances } from './entities/rank.js';
import { asideCopies } from './entities/repeats.js';
import { withStaff } from './entities/staff.js';
import type { FoundJoins, Join } from './joins/join.js';
import { declaredJoins } from './joins/declared-joins.js';
import { Dictionaries } from './meanings/dictionaries.js';
import { amountMetrics } from './measures/row-metrics.js';
import type { MeaningSources } from './meanings/field-values.js';
import type { SemanticModel } from './model.js';

/** The profile of a relation by `schema.name`; they may be packed, each is read once. */
export type ProfileOf = (id: string) => RelationProfile | undefined;

export interface KnownJoins {
  readonly joins: readonly Join[];
  readonly keys: FoundJoins['keys'];
}

/**
 * Decides what the relations of a catalog mean, from constraints, types, rows, comments and names.
 * @param known as `findJoins` gives them; without it the foreign keys of the catalog are the joins
 */
export function deriveSemanticModel(catalog: Catalog, profileOf: ProfileOf, known?: KnownJoins): SemanticModel {
  const listed = new Set(catalog.relations.map(relationName));
  const joins = (known?.joins ?? declaredJoins(catalog)).filter(({ from, to }) => listed.has(from) && listed.has(to));
  const joinsByEntity = Map.groupBy(joins, ({ from }) => from);
  const referenced = new Set(
    joins.filter(({ from, to, standing }) => standing === 'fact' && from !== to).map(({ to }) => to),
  );
  const sources = meaningSources(listed, profileOf);
  const names = new SchemaNames(catalog.relations);
  const derived = catalog.relations
    .filter(({ columns }) => columns.length > 0)
    .map((relation): DerivedEntity => {
      const id = relationName(relation);
      return entityOf(relation, profileOf(id), {
        joins: joinsByEntity.get(id) ?? [],
        foundKey: known?.keys.get(id)?.columns,
        isReferenced: referenced.has(id),
        sources,
        names,
      });
    });
  const importance = importances(
    derived.map(({ entity }) => entity),
    joins,
    {
      views: new Set(catalog.relations.filter(({ definition }) => definition !== null).map(relationName)),
      repeats: asideCopies(catalog),
    },
  );
  const entities = withStaff(derived.map(({ entity }) => ({ ...entity, importance: importance.get(entity.id) ?? 0 })));
  return {
    database: catalog.database,
    entities,
    relationships: relationshipsOf(joins, entities, names),
    metrics: [
      ...amountMetrics(new Map(derived.map(({ measures }) => [measures.entity, measures])), joins),
      ...derived.flatMap(({ durations }) => durations),
    ],
  };
}

function meaningSources(listed: ReadonlySet<string>, profileOf: ProfileOf): MeaningSources {
  const lookups = new Map<string, NonNullable<RelationProfile['lookup']>>();
  const dictionaries = new Dictionaries();
  for (const id of listed) {
    const { lookup, dictionary, columns = [] } = profileOf(id) ?? {};
    // The label of a person is a name, and that is masked: another text would take its place.
    if (lookup && !columns.some(({ sensitive }) => sensitive === 'person_name')) {
      lookups.set(id, lookup);
    }
    if (dictionary) {
      dictionaries.add(id, dictionary);
    }
  }
  return { lookups, dictionaries };
}
