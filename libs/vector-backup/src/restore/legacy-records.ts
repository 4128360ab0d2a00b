import type { JsonValue } from '#libs/pipeline';
import { parseCsvRecord, renderCsvRecord } from './csv-records.js';
import { parsePythonLiteral } from './python-literal.js';

const CHUNK_CHARACTERS = 256 * 1024;

/**
 * Records of a backup without a manifest, as COPY reads them: metadata in Python's notation becomes JSON, CRLF becomes
 * LF. What is JSON already stays as it is.
 * @param jsonColumns positions of the columns that hold JSON
 * @throws SyntaxError with the number of the record
 */
export async function* legacyRecords(
  records: AsyncIterable<Buffer>,
  columns: number,
  jsonColumns: readonly number[],
): AsyncGenerator<Buffer> {
  let chunk = '';
  let number = 1;
  for await (const record of records) {
    number += 1;
    try {
      const fields = parseCsvRecord(record);
      if (fields.length !== columns) {
        throw new SyntaxError(`${fields.length} fields instead of ${columns}`);
      }
      for (const position of jsonColumns) {
        fields[position] = asJson(fields[position] ?? null);
      }
      chunk += renderCsvRecord(fields);
    } catch (error) {
      throw new SyntaxError(`record ${number}: ${(error as Error).message}`, { cause: error });
    }
    if (chunk.length >= CHUNK_CHARACTERS) {
      yield Buffer.from(chunk);
      chunk = '';
    }
  }
  if (chunk !== '') {
    yield Buffer.from(chunk);
  }
}

function asJson(text: string | null): string | null {
  if (text === null) {
    return null;
  }
  try {
    JSON.parse(text);
    return text;
  } catch {
    return render(parsePythonLiteral(text));
  }
}

/** With blanks after `,` and `:`, as Python's and PostgreSQL's writers put them. */
function render(value: JsonValue): string {
  if (Array.isArray(value)) {
    return `[${value.map(render).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}: ${render(item)}`)
      .join(', ')}}`;
  }
  return JSON.stringify(value);
}
