import type pg from 'pg';

type Connection = Pick<pg.ClientBase, 'query'>;

/**
 * As `connection.query(…)`, for queries that are sent by the thousand: the promise that pg makes itself keeps each result
 * through the short collections of V8 until a full one, so that the heap grows by all that was ever read between two.
 */
export function sendQuery<R extends pg.QueryResultRow>(
  connection: Connection,
  query: string | pg.QueryConfig,
): Promise<pg.QueryResult<R>> {
  return new Promise((resolve, reject) => {
    connection.query<R>(query, settle(resolve, reject));
  });
}

/** The same with rows as arrays; a text of several statements has one result each. */
export function sendArrayQuery<R extends unknown[]>(
  connection: Connection,
  query: string,
): Promise<pg.QueryArrayResult<R> | pg.QueryArrayResult<R>[]> {
  return new Promise((resolve, reject) => {
    connection.query<R>({ text: query, rowMode: 'array' }, settle(resolve, reject));
  });
}

/** The types of pg call the error an `Error` although it is null when there is none. */
function settle<T>(resolve: (result: T) => void, reject: (error: Error) => void) {
  return (error: Error | null, result: T): void => (error ? reject(error) : resolve(result));
}
