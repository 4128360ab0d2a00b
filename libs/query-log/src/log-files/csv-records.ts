import { MAX_STATEMENT_CHARACTERS, type ReadOptions } from '../logged-statement.js';

const START = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/;
const FIELD = /(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g;
const MAX_RECORD = MAX_STATEMENT_CHARACTERS + 20_000;

/** Records of a csvlog over several lines. One that never closes its quote is passed over, up to the next line with a time. */
export async function* csvRecords(
  lines: AsyncIterable<string>,
  { onPassed }: Pick<ReadOptions, 'onPassed'>,
): AsyncGenerator<string[]> {
  let record: string | null = null;
  let quotes = 0;
  for await (const line of lines) {
    if (record === null && !START.test(line)) {
      continue;
    }
    record = record === null ? line : `${record}\n${line}`;
    quotes += countQuotes(line);
    if (quotes % 2 === 0) {
      yield fieldsOf(record);
    } else if (record.length <= MAX_RECORD) {
      continue;
    } else {
      onPassed('too_long');
    }
    record = null;
    quotes = 0;
  }
  if (record !== null) {
    onPassed('damaged');
  }
}

function countQuotes(line: string): number {
  let count = 0;
  for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) {
    count += 1;
  }
  return count;
}

function fieldsOf(record: string): string[] {
  return [...record.matchAll(FIELD)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}
