import { IDENTIFIER_IN_TEXT } from '#libs/postgres';
import type { Relations } from './relations.js';

export const NAME = IDENTIFIER_IN_TEXT;
const NAMES = new RegExp(NAME, 'gu');

/** The names of a dotted path: as PostgreSQL reads them, and as written, since texts leave quotes out. */
export function readingsOf(path: string): readonly (readonly string[])[] {
  const names = path.match(NAMES) ?? [];
  return [names.map(folded), names.map(unquoted)];
}

/** The words of a text, as identifiers are written. */
export function wordsOf(text: string): ReadonlySet<string> {
  return new Set((text.match(NAMES) ?? []).flatMap((name) => [folded(name), unquoted(name)]));
}

/** `schema.table.column`, if there is such a column. */
export function columnNamed(path: string, relations: Relations): string | undefined {
  for (const names of readingsOf(path)) {
    const [column = '', name = '', schema] = names.toReversed();
    const table = relations.candidates(schema, name).find((id) => relations.columnsOf(id).has(column));
    if (table !== undefined) {
      return `${table}.${column}`;
    }
  }
  return undefined;
}

/** The tables that a path may mean. */
export function tablesNamed(path: string, relations: Relations): readonly string[] {
  const found = readingsOf(path).map((names) => relations.candidates(names.at(-2), names.at(-1) ?? ''));
  return found.find((tables) => tables.length > 0) ?? [];
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

function folded(name: string): string {
  return name.startsWith('"') ? unquoted(name) : name.toLowerCase();
}
