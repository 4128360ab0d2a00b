import type { Pool, QueryResult } from 'pg';
import type { DataSource } from 'typeorm';
import { translatedError } from './translated-query.js';

/** A statement that every connection parses and plans once. The name stands for the text: one text, one name. */
export interface PreparedStatement {
  readonly name: string;
  readonly text: string;
}

/** Runs it on a connection of the pool of `source`; an error of the server leaves as a DomainError. */
export async function preparedQuery<T extends object>(
  source: DataSource,
  { name, text }: PreparedStatement,
  values: readonly unknown[],
): Promise<T[]> {
  try {
    // The query runner of TypeORM knows no names, and costs as much as a statement by primary key does.
    const { master: pool } = source.driver as unknown as { readonly master: Pool };
    const { rows }: QueryResult<T> = await pool.query<T>({ name, text, values: [...values] });
    return rows;
  } catch (error) {
    throw translatedError(source, error);
  }
}
