import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { inTransaction } from '#libs/postgres';
import { lockMerges } from '../merge-load.js';
import type { Collection } from '../vector-record.js';
import { ensureVectorTables, findVectorTables, type VectorTables } from '../vector-tables.js';
import { lexicalRow } from './lexical-row.js';
import { addWaitingRows, countsOf, createWaitingRows, mergeWaitingRows } from './lexical-rows.js';
import { collectionName, DIGEST_OF_DOCUMENT, RECORD_TABLE, TERM_TABLE } from './lexical-tables.js';

/** Records whose texts are in memory at the same time. */
const PAGE = 500;

interface UnindexedRecord {
  readonly key: string;
  readonly collection: Collection;
  readonly document: string;
  readonly source: string | null;
}

/**
 * Makes the lexical side agree with the records: those that other programs, a restore or an earlier version of this
 * product wrote get their row, and rows of records that are gone go. One query when there is nothing to do.
 * @returns number of records that got a row
 */
export async function catchUpLexicalRows(client: pg.ClientBase, tables: VectorTables): Promise<number> {
  if (!tables.hasLexicalSide || (await inTransaction(client, () => isInStep(client, tables)))) {
    return 0;
  }
  await inTransaction(client, async () => {
    await lockMerges(client, tables);
    await removeStaleRows(client, tables);
  });
  let added = 0;
  for (;;) {
    const page = await inTransaction(client, async () => {
      await lockMerges(client, tables);
      return indexPage(client, tables);
    });
    added += page;
    if (page === 0) {
      return added;
    }
  }
}

/**
 * Gives a store that was filled without this product, by a restore for example, its lexical side.
 * @returns number of records that got a row; 0 where there is no store, or the role may not create tables
 */
export async function addLexicalSide(client: pg.ClientBase): Promise<number> {
  if ((await findVectorTables(client)) === null) {
    return 0;
  }
  return catchUpLexicalRows(client, await ensureVectorTables(client));
}

/** Deletes the rows of records that are gone or have another text, and takes them out of the counts. */
export async function removeStaleRows(client: pg.ClientBase, { keyColumn }: VectorTables): Promise<void> {
  await client.query(
    `WITH gone AS (
       DELETE FROM ${RECORD_TABLE} l
        WHERE NOT EXISTS (SELECT FROM langchain_pg_embedding e
                           WHERE e.${keyColumn}::text = l.record AND ${DIGEST_OF_DOCUMENT} = l.digest)
       RETURNING collection, terms),
     changed AS (
       UPDATE ${TERM_TABLE} known SET records = known.records - counted.records
         FROM (${countsOf('gone')}) AS counted
        WHERE known.collection = counted.collection AND known.term = counted.term AND known.records > counted.records
       RETURNING known.collection, known.term)
     DELETE FROM ${TERM_TABLE} known USING (${countsOf('gone')}) AS counted
      WHERE known.collection = counted.collection AND known.term = counted.term AND known.records <= counted.records`,
  );
}

async function isInStep(client: pg.ClientBase, tables: VectorTables): Promise<boolean> {
  const { rows } = await client.query<{ differs: boolean }>(
    `SELECT EXISTS (
       SELECT FROM ${RECORD_TABLE} l
         FULL JOIN (SELECT e.${tables.keyColumn}::text AS record, ${DIGEST_OF_DOCUMENT} AS digest
                      FROM langchain_pg_embedding e
                     WHERE e.collection_id = ANY ($1::uuid[]) AND e.document IS NOT NULL) AS e
              ON e.record = l.record
        WHERE l.digest IS DISTINCT FROM e.digest) AS differs`,
    [Object.values(tables.collectionIds)],
  );
  return !rows[0]?.differs;
}

async function indexPage(client: pg.ClientBase, { collectionIds, keyColumn, canCopy }: VectorTables): Promise<number> {
  const { rows } = await client.query<UnindexedRecord>(
    `SELECT e.${keyColumn}::text AS key, ${collectionName('e.collection_id', collectionIds)} AS collection, e.document,
            e.cmetadata ->> 'source' AS source
       FROM langchain_pg_embedding e
      WHERE e.collection_id = ANY ($1::uuid[]) AND e.document IS NOT NULL
        AND NOT EXISTS (SELECT FROM ${RECORD_TABLE} l WHERE l.record = e.${keyColumn}::text)
      LIMIT ${PAGE}`,
    [Object.values(collectionIds)],
  );
  if (rows.length > 0) {
    const waiting = `lexical_${randomBytes(6).toString('hex')}`;
    await createWaitingRows(client, waiting);
    const made = rows.map(({ key, collection, document, source }) => lexicalRow(key, collection, document, source));
    await addWaitingRows(client, waiting, made, canCopy);
    await mergeWaitingRows(client, waiting, keyColumn);
    await client.query(`DROP TABLE ${waiting}`);
  }
  return rows.length;
}
