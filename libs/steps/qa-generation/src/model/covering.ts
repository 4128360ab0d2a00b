import { joinId } from '#libs/intents';
import type { SemanticModel } from '#libs/semantic-model';
import { equality, KnownRelations, type StatementShape } from '#libs/sql-safety';
import type { Catalog } from '#libs/catalog';
import type { Covering } from '../choice/candidate.js';

/** What a statement of a model covers: tables, columns, and the relationships that its conditions compare. */
export function coveringIn(
  { relations }: Pick<Catalog, 'relations'>,
  { relationships }: Pick<SemanticModel, 'relationships'>,
): (shape: StatementShape) => Omit<Covering, 'kind'> {
  const known = new KnownRelations(relations);
  const joins = relationships.map((relationship) => ({
    id: joinId(relationship),
    from: relationship.from,
    sides: relationship.fromFields.map((field, index) =>
      equality(`${relationship.from}.${field}`, `${relationship.to}.${relationship.toFields[index] ?? ''}`),
    ),
  }));
  const joinsFrom = Map.groupBy(joins, ({ from }) => from);
  return (shape) => {
    const { relations: entities, columns, equalities } = known.touchedBy(shape);
    const compared = new Set(equalities);
    const covered = entities
      .flatMap((entity) => joinsFrom.get(entity) ?? [])
      .filter(({ sides }) => sides.every((side) => compared.has(side)));
    return { entities, columns, joins: covered.map(({ id }) => id) };
  };
}
