/**
 * `node bench/inferred-foreign-keys.mjs <database URL>…`
 *
 * Forgets the declared foreign keys of each database and proposes them again from names, types and values; the declared
 * ones are the truth. Databases with rows must reach F1 0.95, schemas without rows 0.85. Nothing is changed. Needs a
 * build.
 */
import { parseArgs } from 'node:util';
import pg from 'pg';
import { inferForeignKeys, listRelations, readCatalog } from '#libs/catalog';
import { lenderOf } from '#libs/postgres';
import { report } from './measure.mjs';

const { positionals: urls } = parseArgs({ allowPositionals: true, options: {} });
if (urls.length === 0) {
  throw new Error('name the databases: node bench/inferred-foreign-keys.mjs postgres://…/pagila postgres://…/chinook');
}
const WITH_ROWS = 0.95;
const WITHOUT_ROWS = 0.85;

/** A key that all partitions declare counts as declared by the partitioned table. */
function keysOf(relations) {
  return new Set(
    relations.flatMap(({ schema, name, partitionOf, foreignKeys }) => {
      const from = partitionOf ?? { schema, name };
      return foreignKeys.map(
        (key) =>
          `${from.schema}.${from.name}(${key.columns}) → ${key.referencedSchema}.${key.referencedTable}(${key.referencedColumns})`,
      );
    }),
  );
}

async function hasRows(pool, relations) {
  for (const { schema, name, kind } of relations) {
    if (kind === 'table' || kind === 'partitioned_table') {
      const table = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
      if ((await pool.query(`select from ${table} limit 1`)).rowCount > 0) {
        return true;
      }
    }
  }
  return false;
}

for (const url of urls) {
  const pool = new pg.Pool({ connectionString: url, max: 4, options: '-c default_transaction_read_only=on' });
  const catalog = await readCatalog(lenderOf(pool), await listRelations(pool, { partitions: true }));
  const truth = keysOf(catalog.relations);
  const bare = { ...catalog, relations: catalog.relations.map((relation) => ({ ...relation, foreignKeys: [] })) };
  const found = keysOf((await inferForeignKeys(lenderOf(pool), bare)).catalog.relations);
  const goal = (await hasRows(pool, catalog.relations)) ? WITH_ROWS : WITHOUT_ROWS;
  await pool.end();
  const right = [...found].filter((key) => truth.has(key));
  const precision = right.length / found.size;
  const recall = right.length / truth.size;
  [...truth].filter((key) => !found.has(key)).forEach((key) => console.log(`  missed: ${key}`));
  [...found].filter((key) => !truth.has(key)).forEach((key) => console.log(`  proposed, not declared: ${key}`));
  report(`inferred foreign keys of ${catalog.database}`, {
    anchor: `${truth.size} declared`,
    ours: `${found.size} proposed, precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}; F1`,
    ratio: (2 * right.length) / (found.size + truth.size),
    atLeast: goal,
  });
}
