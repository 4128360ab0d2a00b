import type { CustomTypesConfig, Pool, PoolClient, QueryResult } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { translatedError } from './translated-query.js';

/** A statement that every connection parses and plans once. Name and text correspond one to one. */
export interface PreparedStatement {
  readonly name: string;
  readonly text: string;
}

/**
 * Runs it on a connection of the pool of `source`, or on that of its transaction; an error of the server leaves as a
 * DomainError.
 * @param types how values of the answer are read; default: as everywhere
 */
export async function preparedQuery<T extends object>(
  source: DataSource | EntityManager,
  { name, text }: PreparedStatement,
  values: readonly unknown[],
  types?: CustomTypesConfig,
): Promise<T[]> {
  try {
    const connection = await connectionOf(source);
    const { rows }: QueryResult<T> = await connection.query<T>({
      name,
      text,
      values: [...values],
      ...(types && { types }),
    });
    return rows;
  } catch (error) {
    throw translatedError('options' in source ? source : source.connection, error);
  }
}

/** TypeORM's query runner cannot name statements, and costs as much as a lookup by primary key. */
function connectionOf(source: DataSource | EntityManager): Pool | Promise<PoolClient> {
  if ('queryRunner' in source && source.queryRunner !== undefined) {
    return source.queryRunner.connect() as Promise<PoolClient>;
  }
  const { driver } = 'options' in source ? source : source.connection;
  return (driver as PostgresDriver).master as Pool;
}
