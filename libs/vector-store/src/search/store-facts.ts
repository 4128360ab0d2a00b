import type pg from 'pg';
import { quoteLiteral } from '#libs/postgres';
import { canCopyInto } from '../table-layout.js';
import { COLLECTIONS, type Collection } from '../vector-record.js';
import { queryRows } from './query-rows.js';

/** What a search has to know of the store before it can be written as statements. */
export interface StoreFacts {
  readonly idColumn: 'id' | 'custom_id';
  readonly keyColumn: 'id' | 'uuid';
  readonly collectionIds: Readonly<Partial<Record<Collection, string>>>;
  readonly pgvector: string;
  /** False for PGlite: all its connections share one session. */
  readonly hasManySessions: boolean;
}

/** Facts of each connection, as it has read them. */
const known = new WeakMap<pg.ClientBase, StoreFacts>();

/** Begins the message that relies on the facts; see `isCurrent`. */
export const COLLECTION_IDS = `SELECT name, uuid FROM langchain_pg_collection
                                WHERE name IN (${COLLECTIONS.map(quoteLiteral).join(', ')})`;
const LAYOUT = `SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'langchain_pg_embedding'::regclass
                                  AND attname = 'id' AND NOT attisdropped),
                       (SELECT extversion FROM pg_extension WHERE extname = 'vector'), version()`;

/**
 * The facts that the connection has read before, or reads now.
 * @throws the driver's error 42P01 where a table is absent
 */
export async function factsOf(client: pg.ClientBase): Promise<StoreFacts> {
  const before = known.get(client);
  if (before) {
    return before;
  }
  const [ids = [], layout = []] = await queryRows(client, [COLLECTION_IDS, LAYOUT]);
  const facts = { ...layoutOf(layout[0] ?? []), collectionIds: idsOf(ids) };
  known.set(client, facts);
  return facts;
}

/** Whether the collections are still those of the facts; the connection reads them again otherwise. */
export function isCurrent(client: pg.ClientBase, facts: StoreFacts, ids: readonly (readonly unknown[])[]): boolean {
  const found = idsOf(ids);
  const isSame = COLLECTIONS.every((name) => found[name] === facts.collectionIds[name]);
  if (!isSame) {
    known.delete(client);
  }
  return isSame;
}

function idsOf(rows: readonly (readonly unknown[])[]): StoreFacts['collectionIds'] {
  return Object.fromEntries(rows) as StoreFacts['collectionIds'];
}

function layoutOf([hasId, pgvector, server]: readonly unknown[]): Omit<StoreFacts, 'collectionIds'> {
  return {
    idColumn: hasId ? 'id' : 'custom_id',
    keyColumn: hasId ? 'id' : 'uuid',
    pgvector: typeof pgvector === 'string' ? pgvector : '0',
    hasManySessions: canCopyInto(String(server)),
  };
}
