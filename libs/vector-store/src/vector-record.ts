import { createHash } from 'node:crypto';

/** Vanna's collections that a load writes to; an installation may hold others, they are left alone. */
export const COLLECTIONS = ['sql', 'ddl', 'documentation'] as const;
export type Collection = (typeof COLLECTIONS)[number];

/** Vanna derives the kind of a record from the suffix of its id. */
const ID_SUFFIX: Record<Collection, string> = { sql: '-sql', ddl: '-ddl', documentation: '-doc' };
/** Namespace of our ids (RFC 9562, version 5); random once, fixed for ever. */
const NAMESPACE = '8f0c7d3e-52a4-4b7e-9a63-1d2f5e6b7c90';

export interface VectorRecord {
  /** Derived from everything below: the same content has the same id in every load. */
  readonly id: string;
  readonly collection: Collection;
  /** The text that is embedded, and that readers get. */
  readonly document: string;
  /** The subject of the document, the same for all its versions: `{database}/{collection}/{key}`. */
  readonly source: string;
}

/** @param origin `key` names the thing within the database: a file of a table, the question of a pair. */
export function vectorRecord(
  collection: Collection,
  origin: { readonly database: string; readonly key: string },
  document: string,
): VectorRecord {
  const source = `${origin.database}/${collection}/${origin.key}`;
  return { id: uuidV5(`${source}\0${document}`) + ID_SUFFIX[collection], collection, document, source };
}

function uuidV5(name: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
