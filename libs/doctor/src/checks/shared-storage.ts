import type pg from 'pg';
import type { AppConfig } from '#libs/config';
import { DomainError } from '#libs/domain-errors';
import { openStorage } from '#libs/files';
import { StorageMark } from '#libs/fleet';
import { fail, ok, reasonOf, warn, type Check } from '../check.js';
import { found, remedies } from '../messages.js';

/** Whether the storage here is the one that the API has marked. */
export async function sharedChecks(client: pg.ClientBase, config: AppConfig['storage']): Promise<Check[]> {
  const database = {
    query: async <T>(sql: string, parameters?: unknown[]): Promise<T> =>
      (await client.query(sql, parameters)).rows as T,
  };
  try {
    const mark = new StorageMark(database, openStorage(config));
    const problem = await mark.check();
    if (problem !== null) {
      return [fail('storage', found.storage_foreign({ reason: reasonOf(problem) }), remedies.storage())];
    }
    return [
      mark.notice === null
        ? ok('storage', found.storage_shared())
        : warn('storage', found.storage_foreign({ reason: reasonOf(mark.notice) }), remedies.api()),
    ];
  } catch (error) {
    if (error instanceof DomainError) {
      // The check of the storage tells why it cannot be read.
      return [];
    }
    throw error;
  }
}
