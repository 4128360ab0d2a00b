import type { Join } from '../joins/join.js';
import type { Entity, SemanticModel } from '../model.js';
import { asideOf } from './aside.js';
import { importanceOf } from './importance.js';

/** An entity that most others refer to by one and the same column is a technical hub: tenant, site, company. */
const HUB_SHARE = 0.5;
const HUB_LEAST = 8;

/**
 * The importance of each entity, by id.
 * @param derived ids of the relations that are queries over others, and of those that repeat one of them
 */
export function importances(
  entities: readonly Entity[],
  joins: readonly Join[],
  derived: { readonly views: ReadonlySet<string>; readonly repeats: ReadonlySet<string> },
): ReadonlyMap<string, number> {
  const facts = joins.filter(({ standing, from, to }) => standing === 'fact' && from !== to);
  const hubs = hubsOf(entities, facts);
  const neighbours = new Map<string, Set<string>>();
  const add = (from: string, to: string): void => {
    neighbours.set(from, (neighbours.get(from) ?? new Set()).add(to));
  };
  for (const { from, to } of facts) {
    if (!hubs.has(to)) {
      add(from, to);
      add(to, from);
    }
  }
  const areAllSamples = entities.every((entity) => asideOf(entity) === 'sample');
  return new Map(
    entities.map((entity) => {
      const near = neighbours.get(entity.id) ?? new Set<string>();
      const reach = [...near].reduce((sum, id) => sum + (neighbours.get(id)?.size ?? 0), 0);
      const told = entity.fields.filter(({ role }) => !['key', 'reference', 'technical'].includes(role)).length;
      const measures = entity.fields.filter(({ role }) => role === 'measure').length;
      return [
        entity.id,
        importanceOf({
          kind: entity.kind,
          rowCount: entity.rowCount,
          degree: near.size,
          reach,
          measures,
          told,
          isView: derived.views.has(entity.id),
          isRepeat: derived.repeats.has(entity.id),
          // In a database of samples only, these are what is asked about.
          aside: areAllSamples && asideOf(entity) === 'sample' ? null : asideOf(entity),
        }),
      ];
    }),
  );
}

/** Entities that most others refer to by one and the same column. */
export function hubsOf(
  entities: readonly Entity[],
  joins: readonly Pick<Join, 'to' | 'fromFields'>[],
): ReadonlySet<string> {
  const referring = Map.groupBy(joins, ({ to, fromFields }) => `${to}\u0000${fromFields.join(',')}`);
  const least = Math.max(HUB_LEAST, entities.length * HUB_SHARE);
  return new Set([...referring].filter(([, list]) => list.length >= least).map(([, [first]]) => first?.to ?? ''));
}

/** Tables that serve the software and that nearly all others name: tenant, site, company. */
export function technicalHubs({ entities, relationships }: SemanticModel): ReadonlySet<string> {
  return hubsOf(
    entities,
    relationships.filter(({ standing, from, to }) => standing === 'fact' && from !== to),
  );
}
