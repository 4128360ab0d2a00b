/**
 * An identifier in an untrusted text, quoted or not. It never begins within a word and has at most 63
 * characters, as PostgreSQL cuts it, so that patterns with it take time in proportion to the text:
 * https://www.postgresql.org/docs/current/sql-syntax-lexical.html
 */
export const IDENTIFIER_IN_TEXT = String.raw`(?:"(?:[^"]|""){1,63}"|(?<![\p{L}\p{N}_$])[\p{L}_][\p{L}\p{N}_$]{0,62})`;
