import type { Column } from '#libs/catalog';
import type { Candidate } from './candidate.js';
import type { JoinSchema, Target } from './join-schema.js';
import { messages } from './messages.js';
import { compact, keyFamily, readName } from './names.js';
import { coresOf } from './table-names.js';

const NAMED_AFTER_TABLE = 0.92;
const SAME_NAMES = 0.75;

/**
 * References by all columns of a key of several: lines of an order, calls of a cell. The names must be those of the key,
 * so that one of its columns alone refers to nothing here.
 */
export function compositeCandidates(schema: JoinSchema, from: Target): Candidate[] {
  const columns = new Map(
    from.relation.columns.flatMap((column) => coresOf(column.name, from.name).map((core) => [core, column] as const)),
  );
  const found = schema.composite.flatMap((target): Candidate[] => {
    const own = target === from ? [] : target.composite.map((key) => matching(target, key, columns));
    const matched = own.flatMap((column) => (column ? [column] : []));
    if (target === from || matched.length < target.composite.length || isSameKey(from, matched)) {
      return [];
    }
    const isNamed = isNamedAfterTable(target);
    return [
      {
        from: from.relation,
        columns: matched,
        to: target.relation,
        toColumns: target.composite,
        score: isNamed ? NAMED_AFTER_TABLE : SAME_NAMES,
        role: [],
        source: 'name',
        because: messages.name_of_column({
          column: target.composite.map(({ name }) => name).join(', '),
          table: target.relation.name,
        }),
        needsRows: !isNamed,
        provesKey: false,
        elements: null,
        condition: null,
      },
    ];
  });
  return found.map((one) => ({ ...one, needsRows: one.needsRows || isDoubtful(from, one, found) }));
}

/** In `way_nodes`, the `version` that both ways and nodes have in their keys is that of the way. */
function isDoubtful({ name }: Target, candidate: Candidate, all: readonly Candidate[]): boolean {
  const rivals = all.filter(
    (one) => one !== candidate && one.columns.some((column) => candidate.columns.includes(column)),
  );
  const [first] = candidate.toColumns;
  return rivals.length > 0 && readName(first?.name ?? '').subject.join('') !== name.words[0];
}

function matching({ name }: Target, key: Column, columns: ReadonlyMap<string, Column>): Column | undefined {
  return coresOf(key.name, name)
    .map((core) => columns.get(core))
    .find((column) => column !== undefined && familyOrType(column) === familyOrType(key));
}

function familyOrType(column: Column): string {
  return keyFamily(column) ?? column.type;
}

/** Two tables with one key tell no direction by it. */
function isSameKey({ composite }: Target, columns: readonly Column[]): boolean {
  return composite.length === columns.length && composite.every((column) => columns.includes(column));
}

/** The first column is called like the table, or all of them together are. */
function isNamedAfterTable({ name, composite }: Target): boolean {
  const subjects = composite.map((column) => readName(column.name).subject.join(''));
  return name.forms.includes(subjects[0] ?? '') || name.forms.includes(compact([subjects.join('')]));
}
