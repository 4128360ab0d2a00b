import type { Column } from '#libs/catalog';
import { identifierWords } from '#libs/lexicon';
import { namedLikeKey } from './key-candidates.js';
import { familyOf, keyFamily, readName, type Reading } from './names.js';
import type { Target } from './join-schema.js';

/** The column of a table that a reference to the table means. */
export interface ReferencedColumn {
  readonly column: Column;
  readonly facts: {
    readonly provesKey: boolean;
    readonly elements: 'array' | 'json' | null;
  };
}

const known = { provesKey: false, elements: null } as const;

/** By the kind of the reference and the types; null when no column fits. */
export function targetColumn(target: Target, from: Column, reading: Reading): ReferencedColumn | null {
  if (reading.kind === 'ids' || from.isArray) {
    return elementsOf(target, from, reading);
  }
  const family = keyFamily(from);
  const fits = (column: Column): boolean => column !== from && keyFamily(column) === family;
  if (reading.kind === 'code') {
    return codeColumn(target, from, reading, fits);
  }
  if (target.key && fits(target.key)) {
    return { column: target.key, facts: known };
  }
  const same = target.relation.columns.find((column) => column.name === from.name && fits(column));
  if (same && !target.composite.includes(same)) {
    return { column: same, facts: { ...known, provesKey: !target.unique.includes(same) } };
  }
  const unique = target.unique.find((column) => fits(column) && namedLikeKey(column.name, target.name) >= 3);
  return unique ? { column: unique, facts: known } : null;
}

/** `template_code`: the column `code` of the templates, not their id. */
function codeColumn(
  target: Target,
  from: Column,
  { keyWord }: Reading,
  fits: (column: Column) => boolean,
): ReferencedColumn | null {
  const word = (column: Column): string => identifierWords(column.name).at(-1) ?? '';
  const isNamed = (column: Column): boolean =>
    column.name.toLowerCase() === from.name.toLowerCase() ||
    (word(column) === keyWord && namedLikeKey(column.name, target.name) >= 2.5);
  const column = target.relation.columns.find((other) => fits(other) && isNamed(other));
  if (column) {
    return { column, facts: { ...known, provesKey: column !== target.key && !target.unique.includes(column) } };
  }
  const isCode = target.key !== null && readName(target.key.name).kind === 'code';
  return target.key && isCode && fits(target.key) ? { column: target.key, facts: known } : null;
}

/** `post_ids`: an array, or a text that may hold a JSON array. */
function elementsOf({ key }: Target, from: Column, { kind }: Reading): ReferencedColumn | null {
  if (!key || kind === null || kind === 'code') {
    return null;
  }
  if (from.isArray) {
    const element = from.type.replace(/\[\]$/, '');
    const isSame = familyOf(from.baseTypeOid, element) === keyFamily(key);
    return isSame ? { column: key, facts: { ...known, elements: 'array' } } : null;
  }
  const isText = keyFamily(from) === 'text' || /^jsonb?$/.test(from.type);
  return isText && kind === 'ids' && keyFamily(key) !== null
    ? { column: key, facts: { ...known, elements: 'json' } }
    : null;
}
