import picomatch from 'picomatch';
import { DomainError } from '#libs/domain-errors';
import { fileErrors } from '../errors.js';

/** Stars and question marks only: a client could make other patterns of picomatch slow. */
const OPTIONS = { noextglob: true, nobrace: true, nobracket: true, nonegate: true };

/**
 * The files that a selection means: names as listed, or patterns (`*.ddl`, `vector_bak/*`, `**` for any folder).
 * Without a selection, all of them.
 * @throws DomainError `files_not_selected` naming every item that fits no file
 */
export function selectFiles<T extends { readonly name: string }>(
  files: readonly T[],
  selection: readonly string[] | undefined,
): T[] {
  if (selection === undefined) {
    return [...files];
  }
  const chosen = new Set<T>();
  const missing: string[] = [];
  for (const item of selection) {
    const matches = isPattern(item) ? picomatch(item, OPTIONS) : () => false;
    const found = files.filter(({ name }) => name === item || matches(name));
    if (found.length === 0) {
      missing.push(item);
    }
    found.forEach((file) => chosen.add(file));
  }
  if (missing.length > 0) {
    throw new DomainError(
      fileErrors.files_not_selected,
      { names: missing.slice(0, 20).join(', ').slice(0, 1000) },
      { details: { missing: missing.slice(0, 100) } },
    );
  }
  return files.filter((file) => chosen.has(file));
}

function isPattern(item: string): boolean {
  return /[*?]/.test(item);
}
