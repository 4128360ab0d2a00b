/** The statistics write a parameter for the value of a typed constant, which is no SQL: `interval $1`. */
const TYPED = /\b(interval|date|timestamptz|timestamp|time)\s+(\$\d+)(?!\d)/gi;
/** Literals, quoted names and comments stay. */
const PARAMETER =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(?:[\p{L}_]\w*)?\$[\s\S]*?\$\w*\$|(?<![\p{L}\p{N}_$])\$\d+/gu;

/** A statement of the statistics as the parser takes it. */
export function withCasts(sql: string): string {
  return sql.replace(TYPED, '($2)::$1');
}

/** The statement with NULL for every parameter: its structure can be checked as that of any other. */
export function withoutParameters(sql: string): string {
  return sql.replace(PARAMETER, (found) => (/^\$\d+$/.test(found) ? 'NULL' : found));
}
