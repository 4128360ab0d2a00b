import type { SchemaNames } from '#libs/lexicon';
import type { Join } from './joins/join.js';
import type { Entity, Relationship } from './model.js';

/** The joins with the names of their roles, facts first, the most certain first. */
export function relationshipsOf(
  joins: readonly Join[],
  entities: readonly Entity[],
  names: SchemaNames,
): Relationship[] {
  const byId = new Map(entities.map((entity) => [entity.id, entity]));
  return [...joins]
    .sort((a, b) => rank(a) - rank(b) || b.confidence - a.confidence)
    .map(({ role, confidence: _, ...join }) => ({
      ...join,
      distinctCount: join.distinctCount ?? distinctOf(join, byId.get(join.from)),
      role: role.length > 0 ? names.words(role) : null,
    }));
}

function rank({ standing }: Join): number {
  return standing === 'fact' ? 0 : 1;
}

function distinctOf({ fromFields }: Pick<Join, 'fromFields'>, entity: Entity | undefined): number | null {
  const field = fromFields.length === 1 ? entity?.fields.find(({ name }) => name === fromFields[0]) : undefined;
  return field?.distinctCount ?? null;
}
