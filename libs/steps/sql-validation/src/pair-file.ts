import { z } from 'zod';
import { DomainError } from '#libs/domain-errors';
import type { StepFiles } from '#libs/steps/step';
import { sqlValidationErrors } from './errors.js';

export interface Pair {
  readonly question: string;
  readonly sql: string;
}

const text = z.string().refine((value) => value.trim() !== '');
// Other fields that a person has added are not ours to judge; they are dropped when the file is rewritten.
const fileSchema = z.array(z.object({ question: text, sql: text }));

/** The newest pair file by the time stamp in its name. @throws DomainError `validation_file_missing` */
export async function newestPairFile(files: StepFiles): Promise<string> {
  const named = (await files.list()).flatMap((name) => {
    const stamp = /^qs_.*?(\d{8}_\d{6})_pair\.json$/.exec(name)?.[1];
    return stamp === undefined ? [] : [{ name, stamp }];
  });
  const newest = named.sort((a, b) => a.stamp.localeCompare(b.stamp) || a.name.localeCompare(b.name)).at(-1);
  if (!newest) {
    throw new DomainError(sqlValidationErrors.validation_file_missing);
  }
  return newest.name;
}

/** @throws DomainError that names the file and the place when a person has broken it. */
export function parsePairFile(file: string, content: string): Pair[] {
  const parsed = fileSchema.safeParse(parseJson(file, content.replace(/^\uFEFF/, '')));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const [index, field] = issue?.path ?? [];
    const where =
      index === undefined ? 'top level' : `#${Number(index) + 1}${field === undefined ? '' : `.${String(field)}`}`;
    throw new DomainError(sqlValidationErrors.validation_file_wrong_shape, { file, where });
  }
  if (parsed.data.length === 0) {
    throw new DomainError(sqlValidationErrors.validation_file_empty, { file });
  }
  return parsed.data;
}

function parseJson(file: string, content: string): unknown {
  const failure = jsonFailure(content);
  if (failure === null) {
    return JSON.parse(content);
  }
  const before = content.slice(0, placeOfFailure(content)).split('\n');
  throw new DomainError(
    sqlValidationErrors.validation_file_malformed,
    {
      file,
      line: before.length,
      column: (before.at(-1)?.length ?? 0) + 1,
      // V8 quotes the text around the place, which may be anything; the place itself says enough.
      reason: failure.message.split(/, "|, \.\.\.| in JSON at/)[0] ?? '',
    },
    { cause: failure },
  );
}

function jsonFailure(text: string): Error | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return error as Error;
  }
}

/** V8 does not always say where: the longest beginning that only lacks its end reaches up to the place. */
function placeOfFailure(content: string): number {
  let good = 0;
  let bad = content.length + 1;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (isBeginning(content.slice(0, middle))) {
      good = middle;
    } else {
      bad = middle;
    }
  }
  return good;
}

function isBeginning(text: string): boolean {
  const message = jsonFailure(text)?.message;
  const position = /at position (\d+)/.exec(message ?? '')?.[1];
  return message === undefined || /^Unexpected end|^Unterminated/.test(message) || Number(position) === text.length;
}

export function renderPairs(pairs: readonly Pair[]): string {
  return JSON.stringify(
    pairs.map(({ question, sql }) => ({ question, sql })),
    null,
    2,
  );
}
