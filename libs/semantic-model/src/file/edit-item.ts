import type { Message } from '#libs/language';
import { digestOf, type ItemBase } from './model-base.js';
import { messages } from './messages.js';
import { nearest, type FileItem } from './model-file.js';
import type { Plain, Statement } from './statement.js';

/** What people said about one item, and what of theirs is kept without effect. */
export interface ItemEdits {
  /** Keys of the statements that a person made. */
  readonly people: ReadonlySet<string>;
  /** Unknown keys, impossible values and notes, by key. */
  readonly kept: ReadonlyMap<string, Plain>;
}

/** A place for remarks of people, which nothing reads. */
const NOTE = 'note';

export interface EditContext {
  /** The item in messages. */
  readonly owner: string;
  readonly base: ItemBase | undefined;
  /** A statement that the last run wrote and that is missing was removed. */
  readonly complete: boolean;
  /** Columns that statements may name. */
  readonly columns: ReadonlySet<string>;
  /** Keys of the item that are no statements. */
  readonly otherKeys: readonly string[];
  readonly warn: (message: Message) => void;
}

/**
 * Compares the item of the file with what was written last and what is derived now, statement by statement. A person's
 * statement replaces the derived one; everything else is as it is derived now.
 */
export function editItem<T>(
  derived: T,
  item: FileItem,
  statements: readonly Statement<T>[],
  context: EditContext,
): { readonly target: T; readonly edits: ItemEdits } {
  const people = new Set<string>();
  const kept = new Map<string, Plain>();
  let target = derived;
  for (const statement of statements) {
    const stated = statedValue(derived, item, statement, context);
    if (stated !== undefined) {
      const problem = problemOf(stated, item, statement, context);
      const change = statement.read(stated);
      if (problem !== null || change === null) {
        context.warn(problem ?? wrongValue(stated, item, statement, context));
        kept.set(statement.key, stated);
      } else {
        target = statement.mark(change(target));
        people.add(statement.key);
      }
    }
  }
  const known = new Set([...statements.map(({ key }) => key), ...context.otherKeys, NOTE]);
  for (const [key, value] of item.values) {
    if (!known.has(key)) {
      context.warn(
        messages.unknown_key({
          line: item.line,
          owner: context.owner,
          name: key,
          nearest: nearest(key, known) ?? '',
        }),
      );
    }
    if (!known.has(key) || key === NOTE) {
      kept.set(key, value);
    }
  }
  return { target, edits: { people, kept } };
}

/** @returns the value that a person gave, null where one was removed, undefined where the file says nothing of its own */
function statedValue<T>(
  derived: T,
  { values, people, byPerson, follows }: FileItem,
  { key, write }: Statement<T>,
  { base, complete }: EditContext,
): Plain | undefined {
  if (follows === 'all' || follows.has(key)) {
    return undefined;
  }
  const before = base?.[key];
  const stated = values.get(key);
  if (people.has(key) || (byPerson && stated !== undefined)) {
    return stated ?? null;
  }
  const now = write(derived);
  if (stated === undefined) {
    return complete && before !== undefined && now !== undefined ? null : undefined;
  }
  const digest = digestOf(stated);
  const isDerived = digest === before || (now === undefined ? stated === null : digest === digestOf(now));
  return isDerived ? undefined : stated;
}

function problemOf<T>(
  stated: Plain,
  { line }: FileItem,
  { columnsIn }: Statement<T>,
  { columns, owner }: EditContext,
): Message | null {
  const unknown = columnsIn(stated).find((name) => !columns.has(name));
  return unknown === undefined
    ? null
    : messages.unknown_column({ line, owner, name: unknown, nearest: nearest(unknown, columns) ?? '' });
}

function wrongValue<T>(
  stated: Plain,
  { line }: FileItem,
  { key, choices }: Statement<T>,
  { owner }: EditContext,
): Message {
  const near = typeof stated === 'string' ? (nearest(stated, choices) ?? choices.join(', ')) : '';
  return messages.wrong_value({ line, owner, name: key, nearest: near });
}
