import pLimit from 'p-limit';
import pg from 'pg';
import { serverReason } from '#libs/postgres';
import { sensitiveColumns } from '#libs/sensitivity';
import { dictionaryOf } from './dictionary.js';
import { lookupEntries } from './lookup-entries.js';
import { measureColumn } from './measure-column.js';
import type { Catalog, Relation, RelationProfile } from './model.js';
import { readAccess, type Access } from './read-access.js';
import { readStatistics, type ColumnStatistics } from './read-statistics.js';
import { sampleRelation, type Sample, type SampleLimits } from './sample-relation.js';
import type { Queryable } from './queryable.js';
import { isLender, onAnyConnection, type Database } from './session.js';

export interface ProfileOptions {
  readonly signal?: AbortSignal;
  /** `done` of `total` relations; the one that was just finished. */
  readonly onProgress?: (done: number, total: number, relation: Relation) => void;
  /** Maximum rows of a sample; default 1000. */
  readonly sampleRows?: number;
  /** Timeout of a statement, in milliseconds; default 5000. */
  readonly timeoutMs?: number;
  /** Why the rows of a relation must not be read, where its view or its row security does more than read. */
  readonly refuse?: (relation: Relation) => RelationProfile['failure'];
}

/** Connections of a pool that are used at once: enough to hide latency, few enough for a busy business database. */
const PARALLEL = 3;
/** Relations whose statistics are held at a time. */
const BATCH = 25;

/**
 * Measures the columns of all relations of the catalog, in its order: from `pg_stats` where the relation was analysed
 * and did not change much since, else from a bounded sample. Read-only. A relation that cannot be read (no permission,
 * dropped, too slow) gets an empty profile with the reason.
 * @throws the abort reason, or the driver's error when the connection is lost.
 */
export async function profileRelations(
  database: Database,
  catalog: Catalog,
  options: ProfileOptions = {},
): Promise<RelationProfile[]> {
  const profiles: RelationProfile[] = [];
  for await (const profile of eachProfile(database, catalog, options)) {
    profiles.push(profile);
  }
  return profiles;
}

/** As `profileRelations`, one after the other, for catalogs whose profiles are too many to hold. */
export async function* eachProfile(
  database: Database,
  catalog: Catalog,
  options: ProfileOptions = {},
): AsyncGenerator<RelationProfile, void> {
  const { signal, onProgress } = options;
  const limits: SampleLimits = { rows: options.sampleRows ?? 1000, timeoutMs: options.timeoutMs ?? 5000 };
  const limit = pLimit(isLender(database) ? PARALLEL : 1);
  const { relations } = catalog;
  let done = 0;
  for (let start = 0; start < relations.length; start += BATCH) {
    signal?.throwIfAborted();
    const batch = relations.slice(start, start + BATCH);
    const { statistics, access } = await onAnyConnection(database, async (client) => ({
      statistics: await readStatistics(client, batch),
      access: await readAccess(client, batch),
    }));
    let broken = false;
    const profileOne = async (relation: Relation): Promise<RelationProfile> => {
      signal?.throwIfAborted();
      if (broken) {
        throw new Error('an earlier relation failed');
      }
      try {
        const profile = await onAnyConnection(database, (client) =>
          profileRelation(client, relation, { statistics, ...accessTo(relation, access, options) }, limits),
        );
        done += 1;
        onProgress?.(done, relations.length, relation);
        return profile;
      } catch (error) {
        broken = true;
        throw error;
      }
    };
    yield* await settled(batch.map((relation) => limit(() => profileOne(relation))));
  }
}

/** All results, or the first failure when nothing is under way any more. */
async function settled<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(work);
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) {
    throw failure.reason;
  }
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

function accessTo(relation: Relation, all: ReadonlyMap<number, Access>, { refuse }: ProfileOptions): KnownAccess {
  const access = all.get(relation.oid);
  const runsCode = relation.kind === 'view' || access?.rowSecurity === true;
  return { access, refused: runsCode ? refuse?.(relation) : undefined };
}

interface KnownAccess {
  readonly access: Access | undefined;
  readonly refused: RelationProfile['failure'];
}

const NOTHING: Sample = { rows: [], complete: false, rowCount: null };

async function profileRelation(
  client: Queryable,
  relation: Relation,
  known: KnownAccess & { readonly statistics: ReadonlyMap<string, ColumnStatistics> },
  limits: SampleLimits,
): Promise<RelationProfile> {
  const { schema, name } = relation;
  const unreadable = known.access?.unreadable ?? [];
  const { sample, failure } = known.refused
    ? { sample: NOTHING, failure: known.refused }
    : await trySample(client, relation, { ...limits, unreadable });
  const rowCount = sample.rowCount ?? relation.rowEstimate;
  const rules = sensitiveColumns(relation, sample.rows);
  const columns = relation.columns.map((column, index) => {
    const rule = rules[index] ?? null;
    return unreadable.includes(column.name)
      ? measureColumn(relation, index, column, NOTHING, { statistics: undefined, rowCount, rule })
      : measureColumn(relation, index, column, sample, {
          statistics: known.statistics.get(`${relation.oid}.${column.name}`),
          rowCount,
          rule,
        });
  });
  const lookup = lookupEntries(relation, columns, sample);
  const dictionary = dictionaryOf(relation, columns, sample);
  const isPartial = !sample.complete && sample.rows.length > 0 && columns.some(({ source }) => source === 'sample');
  const sampledRows = isPartial ? { sampledRows: sample.rows.length } : {};
  return {
    schema,
    name,
    rowCount,
    ...sampledRows,
    columns,
    ...(lookup ? { lookup } : {}),
    ...(dictionary ? { dictionary } : {}),
    ...(unreadable.length > 0 ? { unreadable } : {}),
    ...(known.access?.rowSecurity ? { rowSecurity: true } : {}),
    ...(failure ? { failure } : {}),
  };
}

/** A connection error fails the whole run; any other PostgreSQL error concerns this relation only. */
const DATABASE_GONE = /^(08|53|57P|58)/;

async function trySample(
  client: Queryable,
  relation: Relation,
  limits: SampleLimits,
): Promise<{ sample: Sample; failure?: RelationProfile['failure'] }> {
  try {
    return { sample: await sampleRelation(client, relation, limits) };
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code === undefined || DATABASE_GONE.test(error.code)) {
      throw error;
    }
    const failure = { sqlstate: error.code, reason: serverReason(error) };
    return { sample: NOTHING, failure };
  }
}
