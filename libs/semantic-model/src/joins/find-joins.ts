import { inferForeignKeys, type Catalog, type Database, type RelationProfile } from '#libs/catalog';
import { declaredJoins } from './declared-joins.js';
import type { FoundJoins } from './join.js';

export interface JoinOptions {
  /** Measured facts by `schema.name`, where they are at hand: they save queries. */
  readonly profiles?: Pick<ReadonlyMap<string, RelationProfile>, 'get'>;
  readonly signal?: AbortSignal;
}

/**
 * The joins of the listed tables: declared ones, and those that names and rows prove.
 * @param database a pool whose connections are read-only and have a statement timeout.
 * @throws the abort reason, or the driver's error when the connection is lost.
 */
export async function findJoins(database: Database, catalog: Catalog, options: JoinOptions = {}): Promise<FoundJoins> {
  const { catalog: related } = await inferForeignKeys(database, catalog, options);
  return { catalog: related, joins: declaredJoins(related), keys: new Map() };
}
