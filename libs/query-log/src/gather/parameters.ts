/** The statistics write a parameter for the value of a typed constant, which is no SQL: `interval $1`. */
const TYPED = /\b(interval|date|timestamptz|timestamp|time)\s+(\$\d+)(?!\d)/gi;
/** Literals, quoted names and comments stay; one that is never closed goes to the end, so that none within is tried again. */
const PARAMETER =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|(?<![\p{L}\p{N}_$])\$((?:[\p{L}_]\w*)?)\$[\s\S]*?(?:\$\1\$|$)|(?<![\p{L}\p{N}_$])\$\d+/gu;

/** A statement of the statistics as the parser takes it. */
export function withCasts(sql: string): string {
  return sql.replace(TYPED, '($2)::$1');
}

/** The statement with NULL for every parameter: its structure can be checked as that of any other. */
export function withoutParameters(sql: string): string {
  return sql.replace(PARAMETER, (found) => (/^\$\d+$/.test(found) ? 'NULL' : found));
}

/** `$1 = '42', $2 = NULL`; a quote within a value is doubled. */
const VALUE = /\$(\d+) = '((?:[^']|'')*)'/g;
const NUMBER = /^\d{1,15}(?:\.\d{1,15})?$/;
/**
 * Before and after a parameter that is a number for certain: a limit, a factor, a named argument. Anywhere else the column
 * gives the literal its type: a telephone number in digits stays a text, with its zeros.
 */
const BEFORE_NUMBER = /(?:\b(?:limit|offset|first|next)\s{1,9}|[-+*/%]\s{0,9}|=>\s{0,9})$/i;
const AFTER_NUMBER = /^\s{0,9}[*/%]/;
const AROUND = 20;
/** How the server marks a value that it has cut (`log_parameter_max_length`). */
const CUT = '...';

/**
 * The statement with the values that a log gives for its parameters: it shows the length of periods, the form of patterns
 * and limits. The values stay in the process as those of literals do. Parameters without a value, or with a cut one, stay.
 * @param detail of the message: `parameters: $1 = '42', $2 = NULL`, in any language
 * @returns null where nothing is replaced
 */
export function withValues(sql: string, detail: string): string | null {
  const values = new Map([...detail.matchAll(VALUE)].map(([, number, value]) => [`$${number}`, value ?? '']));
  let replaced = 0;
  const valued = sql.replace(PARAMETER, (found, _tag: string | undefined, at: number) => {
    const value = values.get(found);
    if (value === undefined || value.endsWith(CUT)) {
      return found;
    }
    replaced += 1;
    const end = at + found.length;
    const isNumber =
      BEFORE_NUMBER.test(sql.slice(Math.max(0, at - AROUND), at)) || AFTER_NUMBER.test(sql.slice(end, end + AROUND));
    return isNumber && NUMBER.test(value) ? value : `'${value}'`;
  });
  return replaced === 0 ? null : valued;
}
