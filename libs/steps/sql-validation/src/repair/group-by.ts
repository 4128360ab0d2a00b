import { scanSql } from '#libs/sql-parser';

/** Keywords that may follow the list of GROUP BY on its own level. */
const AFTER_LIST = new Set([
  'HAVING',
  'WINDOW',
  'UNION',
  'INTERSECT',
  'EXCEPT',
  'ORDER',
  'LIMIT',
  'OFFSET',
  'FETCH',
  'FOR',
  ';',
]);

/** The statement with one more expression in its GROUP BY; null unless it has exactly one GROUP BY. */
export async function addToGroupBy(sql: string, expression: string): Promise<string | null> {
  // The scanner counts bytes.
  const bytes = Buffer.from(sql);
  const { tokens } = await scanSql(sql);
  const texts = tokens.map(({ start, end }) => bytes.subarray(start, end).toString().toUpperCase());
  const lists = texts.flatMap((text, index) => (text === 'GROUP' && texts[index + 1] === 'BY' ? [index + 2] : []));
  const [first] = lists;
  if (first === undefined || lists.length > 1) {
    return null;
  }
  let depth = 0;
  let end = bytes.length;
  for (let index = first; index < tokens.length; index += 1) {
    const text = texts[index] ?? '';
    if (text.startsWith('--') || text.startsWith('/*')) {
      continue;
    }
    depth += text === '(' ? 1 : text === ')' ? -1 : 0;
    if (depth < 0 || (depth === 0 && AFTER_LIST.has(text))) {
      break;
    }
    end = tokens[index]?.end ?? end;
  }
  return `${bytes.subarray(0, end).toString()}, ${expression}${bytes.subarray(end).toString()}`;
}
