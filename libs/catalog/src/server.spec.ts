import { describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { readCatalog, UnsupportedServerError } from './index.js';
import { readFunctions } from './read-functions.js';
import { serverOf, type ProbeAnswer } from './server.js';
import {
  cockroach,
  greenplum6,
  greenplum7,
  kingbase,
  openGauss,
  postgres,
} from '../../../test/harness/other-servers.js';

/** Columns that came with PostgreSQL 13 to 18. */
const NEWER = {
  tgparentid: 13,
  stxstattarget: 13,
  attcompression: 14,
  rngmultitypid: 14,
  prosqlbody: 14,
  indnullsnotdistinct: 15,
  conperiod: 18,
};

/** A connection to a server without tables, which keeps the queries. */
function emptyServer(answer: ProbeAnswer): { client: pg.ClientBase; queries: string[] } {
  const queries: string[] = [];
  const query = (config: string | { text: string }): Promise<{ rows: unknown[] }> => {
    const text = typeof config === 'string' ? config : config.text;
    queries.push(text);
    return Promise.resolve({ rows: text.includes('server_version_num') ? [answer] : [] });
  };
  return { client: { query } as unknown as pg.ClientBase, queries };
}

function refusal(answer: ProbeAnswer): UnsupportedServerError {
  try {
    serverOf(answer);
  } catch (error) {
    if (error instanceof UnsupportedServerError) {
      return error;
    }
  }
  throw new Error('it was not refused');
}

describe('the catalog is read by queries that name only columns of the server', () => {
  const majors = [13, 14, 15, 16, 17, 18];
  const relatives = [greenplum7, kingbase].map((answer): [string, ProbeAnswer, number] => [
    answer.description,
    answer,
    12,
  ]);
  it.each([
    ...majors.map((major): [string, ProbeAnswer, number] => [`PostgreSQL ${major}`, postgres(major), major]),
    ...relatives,
  ])('%s', async (_name, answer, catalogs) => {
    const { client, queries } = emptyServer(answer);
    await readCatalog(client, [{ schema: 'public', name: 't' }]);
    await readFunctions(client, [1], serverOf(answer));
    const named = Object.keys(NEWER).filter((column) =>
      queries.some((text) => new RegExp(`\\b${column}\\b`).test(text)),
    );
    const has = Object.entries(NEWER).filter(([, since]) => since <= catalogs);
    expect(named.toSorted()).toEqual(has.map(([column]) => column).toSorted());
  });
});

describe('a server without the catalogs is refused with what it lacks', () => {
  it('Greenplum 6', () => {
    const { product, missing } = refusal(greenplum6);
    expect(product).toBe('Greenplum Database 6.25.3');
    expect(missing).toContain('pg_attribute.attidentity');
    expect(missing).toContain('pg_get_partkeydef()');
  });

  it('openGauss', () => {
    const { product, missing } = refusal(openGauss);
    expect(product).toBe('openGauss 5.0.0');
    expect(missing).toContain('pg_class.relispartition');
    expect(missing).not.toContain('pg_class.relrowsecurity');
  });

  it('CockroachDB', () => {
    const { product, missing } = refusal(cockroach);
    expect(product).toBe('CockroachDB CCL v23.1.11');
    expect(missing).toEqual([
      'pg_get_ruledef()',
      'pg_get_statisticsobjdef()',
      'pg_get_triggerdef()',
      'pg_identify_object()',
      'row_security_active()',
    ]);
  });

  it('an old PostgreSQL, before any other query', async () => {
    const { client, queries } = emptyServer(postgres(11));
    await expect(readCatalog(client, [])).rejects.toThrow(
      'PostgreSQL 11.3 lacks pg_attribute.attgenerated, pg_collation.collisdeterministic',
    );
    expect(queries).toHaveLength(1);
  });
});
