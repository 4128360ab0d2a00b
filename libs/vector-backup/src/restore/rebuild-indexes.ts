import type pg from 'pg';
import { qualifiedName, quoteIdentifier } from '#libs/postgres';
import type { TableShape } from '../backup/table-shape.js';
import type { RestoreOptions } from './restore-options.js';

/** From here on making an index once is cheaper than keeping it up row by row. */
const WORTH_IT_ROWS = 20_000;

interface Index {
  readonly name: string;
  readonly definition: string;
}

/**
 * Drops the indexes of an empty table for the time of a load. Those of keys stay, because they detect duplicates.
 * @returns the statements that recreate them, and their names
 */
export async function takeIndexesAway(
  client: pg.Client,
  shape: TableShape,
  rows: number | null,
  options: Pick<RestoreOptions, 'rebuildIndexes'>,
): Promise<{ readonly names: string[]; readonly putBack: () => Promise<void> }> {
  const worthIt = options.rebuildIndexes === 'auto' && (rows ?? 0) >= WORTH_IT_ROWS;
  const indexes = options.rebuildIndexes === 'always' || worthIt ? await plainIndexes(client, shape) : [];
  for (const { name } of indexes) {
    await client.query(`DROP INDEX ${qualifiedName(shape.schema, name)}`);
  }
  return {
    names: indexes.map(({ name }) => name),
    putBack: async () => {
      for (const { definition } of indexes) {
        await client.query(definition);
      }
    },
  };
}

async function plainIndexes(client: pg.Client, { schema, table }: TableShape): Promise<Index[]> {
  const { rows } = await client.query<Index>(
    `SELECT c.relname AS name, pg_get_indexdef(i.indexrelid) AS definition
       FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      WHERE i.indrelid = $1::regclass AND NOT i.indisunique
        AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
      ORDER BY c.relname`,
    [`${quoteIdentifier(schema)}.${quoteIdentifier(table)}`],
  );
  return rows;
}
