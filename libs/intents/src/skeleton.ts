/** Words of SQL that say how a statement is built; everything else is a name or a value. */
const BUILT_OF = new Set(
  (
    'select distinct from join left inner on where and or not in between is null like ilike exists group by having order asc ' +
    'desc nulls last fetch first limit ties with as union except intersect case when then else end over partition rows ' +
    'preceding current interval extract filter within recursive any lateral count sum avg min max round coalesce nullif ' +
    'percentile_cont to_char date_trunc lag lead rank row_number dense_rank string_agg isfinite'
  ).split(' '),
);

/**
 * The statement with names and values masked: two statements of one skeleton differ in what they are about only, and in how
 * many columns they show.
 */
export function skeletonOf(sql: string): string {
  const tokens =
    sql.match(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|\d+(?:\.\d+)?|<>|<=|>=|::|[^\s]/gu) ?? [];
  return tokens
    .map((token) => {
      if (/^['\d]/.test(token) || /^(true|false)$/i.test(token)) {
        return '?';
      }
      const word = token.toLowerCase();
      return BUILT_OF.has(word) ? word : /^["\p{L}_]/u.test(token) ? '_' : token;
    })
    .join(' ')
    .replace(/_ \. _/g, '_')
    .replace(/ as _/g, '')
    .replace(/([_?])(?: , \1(?![^ ,]))+/g, '$1');
}
