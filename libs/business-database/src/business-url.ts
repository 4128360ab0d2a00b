import { withDatabase } from '#libs/postgres';

/** The connection string of a task: that of the configured server, with the database that the task names. */
export function businessUrlOf(
  configuredUrl: string,
  { db_name: name }: { readonly db_name?: string | undefined },
): string {
  return name === undefined ? configuredUrl : withDatabase(configuredUrl, name);
}
