/**
 * The document of a question–SQL pair: JSON and a Python literal at once, since Vanna reads it back by
 * `ast.literal_eval` and one text that fails breaks every query of the collection. Two strings in an object, escaped
 * by JSON, are both: JSON's escapes of quotes, backslashes and control characters mean the same in Python, and
 * everything else (also `/` and astral characters, whose JSON escapes Python reads differently) stays as it is.
 * @param question without lone surrogates, and so is `sql`
 */
export function pairDocument(question: string, sql: string): string {
  return `{"question": ${JSON.stringify(question)}, "sql": ${JSON.stringify(sql)}}`;
}

/** The question in the document of a pair, of any writer; empty where there is none. */
export function questionOfDocument(document: string): string {
  try {
    const pair: unknown = JSON.parse(document);
    const question = typeof pair === 'object' && pair !== null && 'question' in pair ? pair.question : '';
    return typeof question === 'string' ? question : '';
  } catch {
    return '';
  }
}
