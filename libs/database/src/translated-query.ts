import type { DataSource, EntityManager } from 'typeorm';
import { describeConnection, translatePostgresError } from '#libs/postgres';

/** Runs SQL; an error of the server leaves as a DomainError that names the database. */
export async function translatedQuery<T>(
  source: DataSource | EntityManager,
  sql: string,
  parameters: unknown[] = [],
): Promise<T[]> {
  try {
    return await source.query<T[]>(sql, parameters);
  } catch (error) {
    throw translatedError('options' in source ? source : source.connection, error);
  }
}

/** TypeORM wraps the driver's error. */
export function translatedError({ options }: DataSource, error: unknown): unknown {
  const url = 'url' in options && typeof options.url === 'string' ? options.url : '';
  const cause = error instanceof Error && 'driverError' in error ? error.driverError : error;
  return translatePostgresError(cause, url === '' ? 'DATABASE_URL' : describeConnection(url));
}
