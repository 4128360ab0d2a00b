import { DomainError } from '#libs/domain-errors';
import { inEveryLanguage, type ByLanguage, type Language, type Text } from '#libs/language';
import { stepFileErrors } from '../errors.js';
import { decodeText, UndecodableText } from '../text/decode-text.js';
import { MalformedJson, openJson } from '../text/json-records.js';
import { parsePairBlocks } from './pair-blocks.js';
import { pairId, pairRecordSchema, type QuestionSqlPair } from './pair.js';
import { recordReason } from './record-reason.js';

/** A record that is not a pair. */
interface InvalidRecord {
  /** From 1. */
  readonly number: number;
  readonly line: number;
  readonly reason: Text;
}

interface Candidate {
  readonly value: unknown;
  readonly line: number;
}

/** Invalid records that the error describes; it counts the others. */
const DESCRIBED = 5;

/**
 * The pairs of a pair file of any size, in the order of the file. This is the only reader of pairs, and the only place
 * that tolerates: a byte order mark and UTF-16, keys in any case, an object around the array, blocks of `Question:` and
 * `SQL:` in a `.sql` file, unknown fields, and descriptive fields that are absent or of another type.
 *
 * A file is used as a whole or not at all: with one invalid record the reading fails when the file is read to its end,
 * and the error names the first of them by number, line and reason.
 * @throws DomainError `pair_file_*`
 */
export async function* readPairs(file: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<QuestionSqlPair> {
  try {
    yield* checked(file, isBlocks(file) ? blocksOf(bytes) : recordsOf(file, bytes));
  } catch (error) {
    throw translated(file, error);
  }
}

/** Pairs in a `.sql` file are blocks of text. */
export function isBlocks(file: string): boolean {
  return file.toLowerCase().endsWith('.sql');
}

async function* checked(file: string, candidates: AsyncIterable<Candidate>): AsyncGenerator<QuestionSqlPair> {
  const invalid: InvalidRecord[] = [];
  const ids = new OwnIds();
  let invalidCount = 0;
  let number = 0;
  for await (const { value, line } of candidates) {
    number += 1;
    const parsed = pairRecordSchema.safeParse(value);
    if (!parsed.success) {
      invalidCount += 1;
      if (invalid.length < DESCRIBED) {
        invalid.push({ number, line, reason: recordReason(parsed.error) });
      }
    } else if (invalidCount === 0) {
      yield { ...parsed.data, id: ids.idOf(parsed.data) };
    }
  }
  if (invalidCount > 0) {
    const records = inEveryLanguage((language) => describe(invalid, language));
    throw new DomainError(stepFileErrors.pair_file_records_invalid, { file, count: invalidCount, records });
  }
  if (number === 0) {
    throw new DomainError(stepFileErrors.pair_file_empty, { file });
  }
}

/** Ids from the files; a second record with the same id gets the id of its question. */
class OwnIds {
  private readonly taken = new Set<string>();

  idOf({ id, question }: { readonly id?: string | undefined; readonly question: string }): string {
    const derived = pairId(question);
    if (id === undefined || id === derived || this.taken.has(id)) {
      return derived;
    }
    this.taken.add(id);
    return id;
  }
}

async function* recordsOf(file: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Candidate> {
  const { root, records } = await openJson(decodeText(bytes), (found) => [found === 'object' ? '$.pairs.*' : '$.*']);
  if (root === 'other') {
    throw wrongShape(file);
  }
  let isEmpty = true;
  for await (const { key, value, line } of records) {
    if (typeof key === 'number') {
      isEmpty = false;
      yield { value: withPlainKeys(value), line };
    }
  }
  if (isEmpty && root === 'object') {
    throw wrongShape(file);
  }
}

/** Keys in any case, as the Python original takes them. */
function withPlainKeys(value: unknown): unknown {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([key, field]): [string, unknown] => [key.toLowerCase(), field]))
    : value;
}

/** People write such files, so they are small. */
async function* blocksOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Candidate> {
  let text = '';
  for await (const piece of decodeText(bytes)) {
    text += piece;
  }
  yield* parsePairBlocks(text).map(({ line, ...value }) => ({ value, line }));
}

function translated(file: string, error: unknown): unknown {
  if (error instanceof MalformedJson) {
    const params = { file, ...error.place, reason: error.reason };
    return new DomainError(stepFileErrors.pair_file_malformed, params, { cause: error });
  }
  return error instanceof UndecodableText
    ? new DomainError(stepFileErrors.pair_file_encoding, { file }, { cause: error })
    : error;
}

function wrongShape(file: string): DomainError {
  return new DomainError(stepFileErrors.pair_file_wrong_shape, { file });
}

interface ListedRecords {
  readonly record: (number: number, line: number, reason: string) => string;
  readonly separator: string;
}

const LISTED: ByLanguage<ListedRecords> = {
  zh: { record: (number, line, reason) => `第 ${number} 条（第 ${line} 行）${reason}`, separator: '；' },
  en: { record: (number, line, reason) => `record ${number} (line ${line}): ${reason}`, separator: '; ' },
};

function describe(records: readonly InvalidRecord[], language: Language): string {
  const { record, separator } = LISTED[language];
  return records.map(({ number, line, reason }) => record(number, line, reason[language])).join(separator);
}
