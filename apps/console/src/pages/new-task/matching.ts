export interface Match {
  /** Full names of the tables that some line names. */
  readonly chosen: ReadonlySet<string>;
  /** Lines that name no table. */
  readonly unmatched: readonly string[];
}

/** Part of a name: in quotes, or up to the next dot. */
const PART = /"((?:[^"]|"")*)"|[^."]+/g;
const PLAIN = /^[\p{L}_][\p{L}\p{N}_$]*$/u;

/** Items of the list, without blanks and comments; one a line, or several with commas. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => !/^(#|--)/.test(line))
    .flatMap((line) => (line.includes('"') ? [line] : line.split(',').map((item) => item.trim())))
    .filter((line) => line !== '');
}

/** The item that names this table and no other: parts with other characters than those of names are quoted. */
export function itemOf(table: string): string {
  const dot = table.indexOf('.');
  const parts = dot === -1 ? [table] : [table.slice(0, dot), table.slice(dot + 1)];
  return parts.map((part) => (PLAIN.test(part) ? part : `"${part.replaceAll('"', '""')}"`)).join('.');
}

/**
 * What the items mean, as the API reads them: `schema.table`, `table` in any schema, `*` for any text, quoted parts as they
 * are.
 * @param tables full names
 */
export function matchTables(items: readonly string[], tables: readonly string[]): Match {
  const chosen = new Set<string>();
  const unmatched = items.filter((item) => {
    const found = tables.filter(fits(item));
    found.forEach((table) => chosen.add(table));
    return found.length === 0;
  });
  return { chosen, unmatched };
}

function fits(item: string): (table: string) => boolean {
  const parts = [...item.matchAll(PART)].map(([text, quoted]) => expressionOf(text, quoted?.replaceAll('""', '"')));
  const [schema, name] = parts.length > 1 ? parts : [/^/, parts[0] ?? /^$/];
  return (table) => {
    const dot = table.indexOf('.');
    return schema?.test(table.slice(0, dot)) === true && name?.test(table.slice(dot + 1)) === true;
  };
}

function expressionOf(text: string, quoted: string | undefined): RegExp {
  const escaped = (quoted ?? text).replace(/[.+?^${}()|[\]\\*]/g, '\\$&');
  return quoted === undefined
    ? new RegExp(`^${escaped.replaceAll('\\*', '.*')}$`, 'iu')
    : new RegExp(`^${escaped}$`, 'u');
}
