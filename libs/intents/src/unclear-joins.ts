import type { ModelIndex, Relationship } from '#libs/semantic-model';

/**
 * A join that a question could not name: one of several references of a table to the same other table without a role of
 * its own (component and assembly), or a reference of which another column says what it refers to (members and staff).
 */
export function isUnclear(index: ModelIndex, join: Relationship): boolean {
  return isOneOfSeveral(index, join) || isTyped(index, join);
}

function isOneOfSeveral(index: ModelIndex, join: Relationship): boolean {
  const { id, from, to, role, condition } = join;
  const others = index.from(from).filter((other) => other.to === to && other.id !== id && other.condition === null);
  return role === null && condition === null && from !== to && others.length > 0 && !hasNameOfTarget(index, join);
}

/** `language_id` next to `original_language_id`: the plain one is meant where no role is named. */
function hasNameOfTarget(index: ModelIndex, { fromFields, toFields, to }: Relationship): boolean {
  const [field = ''] = fromFields;
  const name = compact(field.replace(/_?(id|no|code|key)$/i, ''));
  const table = compact(index.entity(to)?.table ?? '');
  return fromFields.join() === toFields.join() || (name.length > 2 && table.includes(name));
}

const TYPE = ['type', 'kind', 'class'];

/** `user_type` of `user_id`, where some of the ids are none of the other table: they are of another one. */
function isTyped(index: ModelIndex, { from, fromFields, declared, optional, condition }: Relationship): boolean {
  const [field = ''] = fromFields;
  const subject = compact(field.replace(/_?id$/i, ''));
  const names = new Set(TYPE.map((type) => `${subject}${type}`));
  const type = index.entity(from)?.fields.find(({ name }) => names.has(compact(name)));
  return !declared && optional && condition === null && type !== undefined && type.distinctCount !== 1;
}

function compact(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
