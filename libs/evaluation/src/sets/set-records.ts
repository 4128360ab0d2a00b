import { CsvError, parse } from 'csv-parse';
import { readSheet } from 'read-excel-file/node';
import { pipeline, Readable } from 'node:stream';
import { DomainError } from '#libs/domain-errors';
import { MalformedJson, openJson, UndecodableText } from '#libs/step-files';
import { evaluationErrors } from '../errors.js';
import type { QuestionRecord } from './question-fields.js';
import { setText } from './set-text.js';
import { requireSmallSheet } from './sheet-size.js';

export interface PlacedRecord {
  /** Null where the file has no object there. */
  readonly record: QuestionRecord | null;
  readonly line: number;
}

/** Endings of the files that hold question sets. */
export const SET_FILE_TYPES = ['.json', '.csv', '.xlsx'] as const;

/**
 * The records of a file in the order of the file. JSON: a list of objects, or an object whose `questions` is one. CSV and
 * XLSX: the first row has the names of the columns. Texts are in UTF-8, UTF-16 or GB18030.
 * @throws DomainError `question_file_…`
 */
export async function* readRecords(file: string, bytes: Uint8Array): AsyncGenerator<PlacedRecord> {
  const type = SET_FILE_TYPES.find((ending) => file.toLowerCase().endsWith(ending));
  try {
    switch (type) {
      case '.json':
        yield* jsonRecords(file, bytes);
        break;
      case '.csv':
        yield* csvRecords(bytes);
        break;
      case '.xlsx':
        yield* sheetRecords(file, bytes);
        break;
      case undefined:
        throw new DomainError(evaluationErrors.question_file_type, { file, types: SET_FILE_TYPES.join(', ') });
    }
  } catch (error) {
    throw translated(file, error);
  }
}

async function* jsonRecords(file: string, bytes: Uint8Array): AsyncGenerator<PlacedRecord> {
  const { root, records } = await openJson(setText(bytes), (found) => [found === 'object' ? '$.questions.*' : '$.*']);
  if (root === 'other') {
    throw new DomainError(evaluationErrors.question_file_shape, { file });
  }
  for await (const { key, value, line } of records) {
    if (typeof key === 'number') {
      yield { record: withPlainKeys(value), line };
    }
  }
}

async function* csvRecords(bytes: Uint8Array): AsyncGenerator<PlacedRecord> {
  const parser = parse({
    bom: true,
    columns: (names: string[]) => names.map(plainKey),
    delimiter: [',', ';', '\t'],
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  // A text that cannot be decoded destroys the parser, which tells its reader.
  pipeline(Readable.from(setText(bytes)), parser, () => undefined);
  for await (const row of parser as AsyncIterable<{ record: QuestionRecord; info: { lines: number } }>) {
    yield { record: row.record, line: row.info.lines };
  }
}

async function* sheetRecords(file: string, bytes: Uint8Array): AsyncGenerator<PlacedRecord> {
  requireSmallSheet(file, bytes);
  const [head = [], ...rows] = await readSheet(Buffer.from(bytes)).catch((cause: unknown) => {
    throw new DomainError(evaluationErrors.question_file_sheet, { file }, { cause });
  });
  const names = head.map((cell) => plainKey(typeof cell === 'string' ? cell : ''));
  for (const [index, row] of rows.entries()) {
    if (row.some((cell) => cell !== null)) {
      yield { record: Object.fromEntries(names.map((name, column) => [name, row[column]])), line: index + 2 };
    }
  }
}

/** Keys in any case. */
export function withPlainKeys(value: unknown): QuestionRecord | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([key, field]) => [plainKey(key), field as unknown]))
    : null;
}

function plainKey(name: string): string {
  return name.trim().toLowerCase();
}

function translated(file: string, error: unknown): unknown {
  if (error instanceof MalformedJson) {
    const params = { file, ...error.place, reason: error.reason };
    return new DomainError(evaluationErrors.question_file_malformed, params, { cause: error });
  }
  if (error instanceof UndecodableText) {
    return new DomainError(evaluationErrors.question_file_encoding, { file }, { cause: error });
  }
  if (error instanceof CsvError) {
    const line = typeof error['lines'] === 'number' ? error['lines'] : 0;
    return new DomainError(evaluationErrors.question_file_csv, { file, line, code: error.code }, { cause: error });
  }
  return error;
}
