import { joinId } from '#libs/intents';
import type { SemanticModel } from '#libs/semantic-model';
import { equality, type KnownRelations, type StatementShape } from '#libs/sql-safety';
import type { Covering } from '../choice/candidate.js';

/** What a statement of a model covers: tables, columns, and the relationships that its conditions compare. */
export function coveringIn(
  known: KnownRelations,
  { relationships }: Pick<SemanticModel, 'relationships'>,
): (shape: StatementShape) => Pick<Covering, 'entities' | 'columns' | 'joins'> {
  const joins = relationships.map((relationship) => ({
    id: joinId(relationship),
    from: relationship.from,
    sides: relationship.fromFields.map((field, index) =>
      equality(`${relationship.from}.${field}`, `${relationship.to}.${relationship.toFields[index] ?? ''}`),
    ),
  }));
  const joinsFrom = Map.groupBy(joins, ({ from }) => from);
  return (shape) => {
    const { relations, columns, equalities } = known.touchedBy(shape);
    const entities = [...new Set(relations)];
    const compared = new Set(equalities);
    const covered = entities
      .flatMap((entity) => joinsFrom.get(entity) ?? [])
      .filter(({ sides }) => sides.every((side) => compared.has(side)));
    return { entities, columns: [...new Set(columns)], joins: covered.map(({ id }) => id) };
  };
}
