import { createHash } from 'node:crypto';

/** Bytes of UTF-8 that a base name may have: `_detail.md` and a temporary suffix still fit into 255. */
const MAX_BYTES = 200;

/** A table, view or another relation. */
interface Named {
  readonly schema: string;
  readonly name: string;
}

/** Base names that other files of the task use (`metadata_detail.md` describes the themes). */
const RESERVED = new Set(['metadata']);

/** `table` in public, `schema__table` elsewhere; what file systems refuse becomes `_`, runs of `_` become one. */
function plainName({ schema, name }: Named): string {
  return tidy(schema.toLowerCase() === 'public' ? name : `${schema}__${name}`);
}

function tidy(name: string): string {
  return name.replace(/[-. /\\:*?"<>|\p{Cc}]/gu, '_').replace(/_+/g, '_');
}

/**
 * File base names without extension, by `schema.table`. Two tables never share a file, also not on a file system that
 * ignores case or normalises Unicode, and a name depends on the set of tables only, not on their order.
 */
export function fileBaseNames(relations: readonly Named[]): Map<string, string> {
  const plain = new Map(relations.map((relation) => [`${relation.schema}.${relation.name}`, plainName(relation)]));
  const names = new Map([...plain].map(([key, name]) => [key, usable(name) ? name : hashed(name, key, 8)]));
  // A name with a hash could be the plain name of another table: then that one gets a hash too, and so on.
  for (let length = 8, shared = sharedNames(names); shared.size > 0; length += 4, shared = sharedNames(names)) {
    for (const [key, name] of names) {
      if (shared.has(folded(name))) {
        names.set(key, hashed(plain.get(key) ?? '', key, length));
      }
    }
  }
  return names;
}

function usable(name: string): boolean {
  return name !== '' && Buffer.byteLength(name) <= MAX_BYTES && !RESERVED.has(folded(name));
}

function sharedNames(names: ReadonlyMap<string, string>): Set<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const name of names.values()) {
    (seen.has(folded(name)) ? shared : seen).add(folded(name));
  }
  return shared;
}

function folded(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

function hashed(name: string, key: string, length: number): string {
  const hash = createHash('sha256').update(key).digest('hex').slice(0, length);
  let head = name;
  while (Buffer.byteLength(head) > MAX_BYTES - hash.length - 1) {
    head = [...head].slice(0, -1).join('');
  }
  return `${head}_${hash}`;
}
