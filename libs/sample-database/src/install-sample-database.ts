import { readFile } from 'node:fs/promises';
import type pg from 'pg';
import { inTransaction, quoteIdentifier, quoteLiteral } from '#libs/postgres';
import { generateTakings, generateTraffic } from './generate-daily-figures.js';
import { generateMasterData, type Row } from './generate-master-data.js';
import { Random } from './random.js';
import { SAMPLE_TABLES, type SampleTable } from './sample-tables.js';

const SEED = 20_250_101;
/** The comment on the database marks the sample as complete. */
const MARKER = 'bundled sample: highway service areas, version 1';
/** Figures cover a part of the network: enough for comparisons, small enough to install in a moment. */
const AREAS_WITH_TAKINGS = 16;
const AREAS_WITH_TRAFFIC = 12;

/**
 * Creates the sample business database: seven tables in schema public, with the same rows on every machine. All in one
 * transaction, so that it is there or not; where it is there, nothing changes.
 * @param client a connection to an empty database, as its owner
 * @returns whether it was installed now
 * @throws the driver's error, e.g. 42P07 where tables of these names exist already
 */
export async function installSampleDatabase(client: pg.ClientBase): Promise<boolean> {
  return inTransaction(client, async () => {
    // Two installers at once: the second waits here and then finds the marker.
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [MARKER]);
    const install = !(await isInstalled(client));
    if (install) {
      await createAndFill(client);
    }
    return install;
  });
}

async function isInstalled(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ marker: string | null }>(
    `SELECT shobj_description(oid, 'pg_database') AS marker FROM pg_database WHERE datname = current_database()`,
  );
  return rows[0]?.marker === MARKER;
}

async function createAndFill(client: pg.ClientBase): Promise<void> {
  await client.query(await readFile(new URL('./schema.sql', import.meta.url), 'utf8'));
  const rows = generateRows();
  for (const table of SAMPLE_TABLES) {
    await insertRows(client, table, rows[table]);
  }
  await client.query(`ANALYZE ${SAMPLE_TABLES.map((table) => `public.${table}`).join(', ')}`);
  const { rows: names } = await client.query<{ name: string }>('SELECT current_database() AS name');
  const database = quoteIdentifier(names[0]?.name ?? '');
  await client.query(`COMMENT ON DATABASE ${database} IS ${quoteLiteral(MARKER)}`);
}

function generateRows(): Record<SampleTable, Row[]> {
  const random = new Random(SEED);
  const { companies, areaRows, areas, mappers, routes, links } = generateMasterData(random);
  // The busiest of every company first, so that each company has figures.
  const open = areas.filter((area) => area.open).sort((one, other) => one.rank - other.rank);
  return {
    bss_company: companies,
    bss_service_area: areaRows,
    bss_service_area_mapper: mappers,
    bss_section_route: routes,
    bss_section_route_area_link: links,
    bss_business_day_data: generateTakings(random, open.slice(0, AREAS_WITH_TAKINGS)),
    bss_car_day_count: generateTraffic(random, open.slice(0, AREAS_WITH_TRAFFIC)),
  };
}

/** All rows of a table in one statement; columns that a row does not name become NULL. */
async function insertRows(client: pg.ClientBase, table: SampleTable, rows: readonly Row[]): Promise<void> {
  await client.query(`INSERT INTO public.${table} SELECT * FROM json_populate_recordset(NULL::public.${table}, $1)`, [
    JSON.stringify(rows),
  ]);
}
