/** A statement without the semicolons and the white space at its end. A pattern would try each run of them anew. */
export function withoutEnd(sql: string): string {
  let end = sql.length;
  while (end > 0 && /[;\s]/.test(sql.charAt(end - 1))) {
    end -= 1;
  }
  return sql.slice(0, end);
}
