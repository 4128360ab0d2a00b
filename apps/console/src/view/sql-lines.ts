/** Quoted texts, names and comments stay as they are; a clause outside of brackets begins a line. */
const PARTS =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\/|[()]|(?<!\s)\s+(FROM|WHERE|GROUP\s+BY|HAVING|ORDER\s+BY|LIMIT|OFFSET|UNION|INTERSECT|EXCEPT|WINDOW|(?:(?:LEFT|RIGHT|FULL|INNER|CROSS)\s+(?:OUTER\s+)?)?JOIN)\b/gi;
const INDENT = '  ';
/** A longer statement stays as it is: looking for ends of quotes in it could take long. */
const LONGEST = 20_000;

/** A statement of one line, with a line for each of its clauses, for reading alone. One with lines of its own keeps them. */
export function sqlLines(sql: string): string {
  if (sql.length > LONGEST || sql.trim().includes('\n')) {
    return sql;
  }
  let depth = 0;
  return sql.replace(PARTS, (part: string, _tag: unknown, clause: string | undefined) => {
    if (part === '(' || part === ')') {
      depth += part === '(' ? 1 : -1;
    }
    return clause === undefined || depth > 0 ? part : `\n${/join$/i.test(clause) ? INDENT : ''}${clause}`;
  });
}
