/** PostgreSQL cuts longer names off. */
export const MAX_DATABASE_NAME_BYTES = 63;

/**
 * Whether a text can be the name of a database, not a URL of one: the characters that separate the parts of a URL are
 * refused although PostgreSQL would take them, since a pasted URL may hold a password.
 */
export function isDatabaseName(text: string): boolean {
  return (
    /^[^\s/?&@:#](?:[^/?&@:#]*[^\s/?&@:#])?$/.test(text) &&
    !/\p{Cc}/u.test(text) &&
    Buffer.byteLength(text) <= MAX_DATABASE_NAME_BYTES
  );
}
