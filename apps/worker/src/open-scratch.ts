import type { BusinessDatabase, BusinessDatabases } from '#libs/business-database';
import type { ResolvedConfig } from '#libs/config';

const TIMEOUT_MS = 5_000;

/**
 * The task database as a place to compare statements on copies of a few rows. The rows are in the text of the query, its
 * sessions are read-only, and no statement names a table of it.
 */
export function openScratch(
  databases: BusinessDatabases,
  { databaseUrl }: ResolvedConfig,
  signal: AbortSignal,
): BusinessDatabase {
  return databases.open(databaseUrl, {
    applicationName: 'data-pipeline copies',
    statementTimeoutMs: TIMEOUT_MS,
    signal,
  });
}
