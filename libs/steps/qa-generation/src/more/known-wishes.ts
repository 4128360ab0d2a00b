import { DomainError } from '#libs/domain-errors';
import { ALL_FAMILIES } from '#libs/intents';
import type { MorePairs } from '#libs/pipeline';
import { nearest } from '#libs/semantic-model';
import { qaGenerationErrors } from '../errors.js';

/**
 * A wish that names what does not exist would add nothing, in silence.
 * @param tables `schema.table` of the task; null where they are not known yet
 * @throws DomainError `qa_unknown_tables`, `qa_unknown_kinds`, with the nearest names
 */
export function requireKnownWishes(
  wishes: Pick<MorePairs, 'tables' | 'kinds'>,
  tables: readonly string[] | null,
): void {
  const unknownTables = tables === null ? [] : unknownOf(wishes.tables, tables);
  if (unknownTables.length > 0) {
    throw refusal('qa_unknown_tables', unknownTables);
  }
  const unknownKinds = unknownOf(
    wishes.kinds,
    ALL_FAMILIES.map(({ name }) => name),
  );
  if (unknownKinds.length > 0) {
    throw refusal('qa_unknown_kinds', unknownKinds);
  }
}

interface Unknown {
  readonly name: string;
  readonly nearest: string | null;
}

function unknownOf(names: readonly string[], known: readonly string[]): Unknown[] {
  const all = new Set(known);
  return names.filter((name) => !all.has(name)).map((name) => ({ name, nearest: nearest(name, all) }));
}

function refusal(code: 'qa_unknown_tables' | 'qa_unknown_kinds', unknown: readonly Unknown[]): DomainError {
  const names = unknown.map(({ name, nearest: near }) => (near === null ? name : `${name} (≈ ${near})`));
  return new DomainError(qaGenerationErrors[code], { names }, { details: { unknown } });
}
