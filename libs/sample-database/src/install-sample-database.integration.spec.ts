import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { installSampleDatabase, SAMPLE_TABLES } from './index.js';

const serverUrl = process.env.TEST_DATABASE_URL;
if (!serverUrl) {
  throw new Error('TEST_DATABASE_URL must name a PostgreSQL server');
}

describe('the sample database', () => {
  const names = ['a', 'b'].map((letter) => `h1_sample_${letter}_${randomBytes(4).toString('hex')}`);
  const admin = new pg.Client({ connectionString: serverUrl });
  const clients = names.map((name) => {
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    return new pg.Client({ connectionString: url.toString() });
  });
  const [client, other] = clients as [pg.Client, pg.Client];
  const first: boolean[] = [];

  const value = async (sql: string): Promise<number> => {
    const { rows } = await client.query<{ value: string }>(`SELECT (${sql})::text AS value`);
    return Number(rows[0]?.value);
  };

  beforeAll(async () => {
    await admin.connect();
    for (const name of names) {
      await admin.query(`CREATE DATABASE ${name}`);
    }
    await Promise.all(clients.map((each) => each.connect()));
    first.push(await installSampleDatabase(client), await installSampleDatabase(other));
  });

  afterAll(async () => {
    await Promise.all(clients.map((each) => each.end()));
    for (const name of names) {
      await admin.query(`DROP DATABASE IF EXISTS ${name}`);
    }
    await admin.end();
  });

  it('has seven tables, each with a primary key, and nothing else', async () => {
    const { rows } = await client.query<{ relname: string; keyed: boolean }>(
      `SELECT relname, EXISTS (SELECT FROM pg_constraint WHERE conrelid = c.oid AND contype = 'p') AS keyed
       FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm', 'f', 'p', 'S')`,
    );
    expect(rows.map(({ relname }) => relname).sort()).toEqual([...SAMPLE_TABLES].sort());
    expect(rows.every(({ keyed }) => keyed)).toBe(true);
  });

  it('has a network of companies, areas and routes, and a few thousand daily figures', async () => {
    expect(await value('SELECT count(*) FROM bss_company WHERE delete_ts IS NULL')).toBe(8);
    expect(await value('SELECT count(*) FROM bss_service_area')).toBe(40);
    expect(await value('SELECT count(*) FROM bss_section_route')).toBe(15);
    expect(await value('SELECT count(*) FROM bss_business_day_data')).toBeGreaterThan(2000);
    expect(await value('SELECT count(*) FROM bss_car_day_count')).toBe(12 * 90 * 4);
    expect(await value('SELECT count(DISTINCT oper_date) FROM bss_business_day_data')).toBe(90);
    const companiesWithTakings = `SELECT count(DISTINCT a.company_id) FROM bss_business_day_data d
      JOIN bss_service_area a ON a.service_area_no = d.service_no`;
    expect(await value(companiesWithTakings)).toBe(8);
    expect(await value('SELECT count(DISTINCT service_state) FROM bss_service_area')).toBe(3);
  });

  it('has sums that add up, and joins that find their partner', async () => {
    const wrong = `SELECT count(*) FROM bss_business_day_data
      WHERE pay_sum <> wx + zfb + rmb + coalesce(xs, 0) + coalesce(jd, 0)
         OR order_sum <> wx_order + zf_order + rmb_order + coalesce(xs_order, 0) + coalesce(jd_order, 0)`;
    expect(await value(wrong)).toBe(0);
    expect(
      await value(`SELECT count(*) FROM bss_business_day_data d
        WHERE NOT EXISTS (SELECT FROM bss_service_area a WHERE a.service_area_no = d.service_no)`),
    ).toBe(0);
  });

  it('has deleted rows, empty values, and busier holidays', async () => {
    for (const table of ['bss_company', 'bss_service_area', 'bss_business_day_data', 'bss_car_day_count']) {
      expect(await value(`SELECT count(*) FROM ${table} WHERE delete_ts IS NOT NULL`)).toBeGreaterThan(0);
    }
    expect(await value('SELECT count(*) FROM bss_business_day_data WHERE xs IS NULL')).toBeGreaterThan(0);
    expect(await value('SELECT count(*) FROM bss_service_area WHERE service_position IS NULL')).toBeGreaterThan(0);
    const average = (day: string): string =>
      `SELECT sum(pay_sum) FROM bss_business_day_data WHERE delete_ts IS NULL AND oper_date = '${day}'`;
    expect(await value(average('2025-02-04'))).toBeGreaterThan(1.5 * (await value(average('2025-03-11'))));
  });

  it('has comments on some tables and columns, and none on others', async () => {
    const commented = `SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
      AND obj_description(oid, 'pg_class') IS NOT NULL`;
    expect(await value(commented)).toBe(5);
  });

  it('has statistics already', async () => {
    expect(await value(`SELECT count(DISTINCT tablename) FROM pg_stats WHERE schemaname = 'public'`)).toBe(7);
  });

  it('installs once, and the same everywhere', async () => {
    expect(first).toEqual([true, true]);
    const before = await contentHash(client);
    expect(await installSampleDatabase(client)).toBe(false);
    expect(await contentHash(client)).toBe(before);
    expect(await contentHash(other)).toBe(before);
  });
});

async function contentHash(client: pg.Client): Promise<string> {
  const parts = SAMPLE_TABLES.map(
    (table) => `(SELECT md5(string_agg(t::text, E'\\n' ORDER BY t::text)) FROM public.${table} t)`,
  );
  const { rows } = await client.query<{ hash: string }>(`SELECT md5(concat_ws(',', ${parts.join(', ')})) AS hash`);
  return rows[0]?.hash ?? '';
}
