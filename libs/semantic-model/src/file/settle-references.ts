import type { Entity, Field } from '../model.js';
import { itemKey, type AppliedEdits } from './applied-edits.js';
import type { JoinsOfPeople } from './edited-relationships.js';

/**
 * The column of a join that a person added is a reference, the one of a join that was taken back is a code, unless the
 * file says more about the column itself.
 */
export function settleReferences(
  entities: readonly Entity[],
  { relationships, rejected }: JoinsOfPeople,
  edits: AppliedEdits['edits'],
): Entity[] {
  const single = (joins: JoinsOfPeople['relationships']): Set<string> =>
    new Set(joins.flatMap(({ from, fromFields }) => (fromFields.length === 1 ? [`${from}.${fromFields[0]}`] : [])));
  const facts = single(relationships.filter(({ standing }) => standing === 'fact'));
  const all = single(relationships);
  const gone = new Set([...single(rejected)].filter((column) => !all.has(column)));
  const settle = (entity: Entity, field: Field): Field => {
    const column = `${entity.id}.${field.name}`;
    if (edits.get(itemKey(entity.id, 'field', field.name))?.people.has('role')) {
      return field;
    }
    if (facts.has(column) && field.role !== 'key' && field.role !== 'reference' && field.role !== 'sensitive') {
      return { ...field, role: 'reference', additivity: 'none' };
    }
    return gone.has(column) && field.role === 'reference' ? { ...field, role: 'code' } : field;
  };
  return entities.map((entity) => ({ ...entity, fields: entity.fields.map((field) => settle(entity, field)) }));
}
