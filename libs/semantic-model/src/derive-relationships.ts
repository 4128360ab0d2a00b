import type { SchemaNames } from '#libs/lexicon';
import type { Join } from './joins/join.js';
import { linkRole } from './joins/link-role.js';
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
      role: roleOf(join, byId, names) ?? (role.length > 0 ? names.words(role) : null),
    }));
}

/** The role of the other row, see {@link linkRole}; null for joins by several columns, and for one of several tables. */
function roleOf(
  { from, to, fromFields, toFields, condition }: Omit<Join, 'role' | 'confidence'>,
  byId: ReadonlyMap<string, Entity>,
  names: SchemaNames,
): Relationship['role'] {
  const [[column, second], [key]] = [fromFields, toFields];
  const [start, end] = [byId.get(from), byId.get(to)];
  const isSimple = second === undefined && condition === null;
  return isSimple && column && key && start && end ? linkRole({ column, key, from: start, to: end }, names) : null;
}

function rank({ standing }: Join): number {
  return standing === 'fact' ? 0 : 1;
}

function distinctOf({ fromFields }: Pick<Join, 'fromFields'>, entity: Entity | undefined): number | null {
  const field = fromFields.length === 1 ? entity?.fields.find(({ name }) => name === fromFields[0]) : undefined;
  return field?.distinctCount ?? null;
}
