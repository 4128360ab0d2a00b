import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { ensureVectorTables } from '#libs/vector-store';

/** Texts that break wrong quoting, escaping or streaming. */
const HARD_TEXTS: readonly string[] = [
  '',
  '中文文档，含逗号、引号“”和表情 🚀',
  'a "quoted" text, with a comma',
  'line one\nline two\r\nline three',
  '\\.\n\\.\n\\N',
  `{"question": "它's?", "sql": "SELECT 'x' || E'\\n';"}`,
  'tab\tand backslash \\ and nothing',
  'x'.repeat(300_000),
];

/** A connection that may be lost: its next use fails. */
export async function connectTo(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

const DIMENSIONS = 8;

/** Vanna's tables, recreated, with three collections, `extra` ordinary rows, hard texts, and NULL in every nullable column. */
export async function fillVectorTables(client: pg.Client, extra = 0): Promise<void> {
  await client.query('DROP TABLE IF EXISTS langchain_pg_embedding, langchain_pg_collection');
  const { collectionIds } = await ensureVectorTables(client);
  await client.query(
    `UPDATE langchain_pg_collection SET cmetadata = '{"note": "it''s \\"here\\""}' WHERE name = 'ddl'`,
  );
  const insert = `INSERT INTO langchain_pg_embedding (id, collection_id, embedding, document, cmetadata)
                  VALUES ($1, $2, $3, $4, $5)`;
  for (const [index, text] of HARD_TEXTS.entries()) {
    const vector = `[${Array.from({ length: DIMENSIONS }, (_, at) => Math.fround(Math.sin(index * 31 + at))).join(',')}]`;
    const metadata = JSON.stringify({ id: `hard ${index}`, createdat: null, text: text.slice(0, 100) });
    await client.query(insert, [`hard ${index}`, collectionIds.sql, vector, text, metadata]);
  }
  await client.query(insert, ['all null', null, null, null, null]);
  await addRows(client, extra, collectionIds.documentation, DIMENSIONS);
}

/** Ordinary rows, made by the server. @returns their common prefix */
export async function addRows(
  client: pg.Client,
  count: number,
  collectionId: string,
  dimensions: number,
): Promise<string> {
  const prefix = randomUUID();
  await client.query(
    `INSERT INTO langchain_pg_embedding (id, collection_id, embedding, document, cmetadata)
     SELECT $1 || '-' || n, $2::uuid,
            (SELECT array_agg(sin(n * 7 + d))::vector FROM generate_series(1, $4::int) AS d),
            '文档 ' || n, jsonb_build_object('id', $1 || '-' || n)
       FROM generate_series(1, $3::int) AS n`,
    [prefix, collectionId, count, dimensions],
  );
  return prefix;
}

/** Every row of both tables as text, in the order of their keys. */
export async function contentOf(client: pg.ClientBase, schema = 'public'): Promise<string[]> {
  const { rows } = await client.query<{ row: string }>(
    `SELECT c::text AS row FROM ${schema}.langchain_pg_collection c
     UNION ALL SELECT e::text FROM ${schema}.langchain_pg_embedding e ORDER BY 1`,
  );
  return rows.map(({ row }) => row);
}
