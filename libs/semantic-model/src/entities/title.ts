import type { EntityKind } from '../model.js';
import { distinctness, type ColumnFacts } from '../roles/column-facts.js';
import { nameWords } from '#libs/column-concepts';
import type { RoledColumn } from './kind.js';

export interface Title {
  readonly fields: readonly string[];
  readonly repeats: boolean;
}

const NONE: Title = { fields: [], repeats: false };
/** Personal rules whose column may still name its row: it may be selected, never shown as an example. */
const NAMES = new Set(['person_name']);

/** Columns that tell rows apart for a person. Secrets never do. */
export function titleOf(table: string, kind: EntityKind, columns: readonly RoledColumn[]): Title {
  if (kind === 'link') {
    return NONE;
  }
  const usable = columns.filter(
    ({ facts, role }) =>
      facts.column.typeCategory === 'S' &&
      !facts.column.isArray &&
      !['technical', 'reference'].includes(role) &&
      (role !== 'sensitive' || NAMES.has(facts.profile?.sensitive ?? '')),
  );
  const person = personName(usable);
  if (person) {
    return { fields: person.map(({ column }) => column.name), repeats: true };
  }
  const own = nameWords(table);
  const found = best(
    usable.map(({ facts }) => facts),
    own,
    kind,
  );
  return found ? { fields: [found.column.name], repeats: repeats(found) } : NONE;
}

function personName(columns: readonly RoledColumn[]): readonly ColumnFacts[] | null {
  const by = (pattern: RegExp): ColumnFacts | undefined =>
    columns.find(({ facts }) => pattern.test(facts.words.join(' ')))?.facts;
  const first = by(/^(first ?name|given ?name|fname|forename)$/);
  const last = by(/^(last ?name|family ?name|lname|surname)$/);
  return first && last ? [first, last] : null;
}

/** An event is known by its number, a thing by its name. */
function best(columns: readonly ColumnFacts[], own: readonly string[], kind: EntityKind): ColumnFacts | undefined {
  const tells = (facts: ColumnFacts): boolean =>
    facts.isUnique || (distinctness(facts) ?? 1) >= (kind === 'event' || kind === 'line' || kind === 'log' ? 0.9 : 0.5);
  const numbers = columns.filter((facts) => facts.concept === 'code' && tells(facts));
  const names = columns.filter((facts) => facts.concept === 'name' && tells(facts));
  const ownName = names.filter(
    ({ words }) => words.length === 1 || words.slice(0, -1).every((word) => own.some((each) => each.startsWith(word))),
  );
  const self = columns.filter(
    ({ words }) => words.length === 1 && own.some((word) => word === words[0] || word === `${words[0] ?? ''}s`),
  );
  const descriptions = columns.filter(
    (facts) =>
      facts.concept === 'description' && tells(facts) && (facts.profile?.averageLength ?? 0) <= 60 && own.length > 0,
  );
  const isEvent = kind === 'event' || kind === 'line' || kind === 'log' || kind === 'snapshot';
  const order = isEvent ? [numbers, ownName] : [ownName, self, names, numbers, descriptions];
  return order.flat()[0];
}

function repeats(facts: ColumnFacts): boolean {
  return !facts.isUnique && (distinctness(facts) ?? 0) < 1;
}
