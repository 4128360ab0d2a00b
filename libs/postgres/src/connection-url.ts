/** `host:port/database` of a connection string, safe to show. */
export function describeConnection(connectionString: string): string {
  const url = new URL(connectionString);
  return `${url.hostname || 'localhost'}:${url.port || '5432'}/${databaseNameOf(connectionString)}`;
}

/** The database that a connection string names. */
export function databaseNameOf(connectionString: string): string {
  return decodeURIComponent(new URL(connectionString).pathname.slice(1)) || 'postgres';
}

/** The same server and user, another database. */
export function withDatabase(connectionString: string, database: string): string {
  const url = new URL(connectionString);
  // The driver decodes a path as a whole URL: `;` and its like must stand for themselves.
  url.pathname = `/${encodeURI(database)}`;
  return url.toString();
}
