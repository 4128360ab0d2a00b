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
  try {
    return JSON.parse(content);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const position = Number(/at position (\d+)/.exec(reason)?.[1] ?? content.length);
    const before = content.slice(0, position).split('\n');
    throw new DomainError(
      sqlValidationErrors.validation_file_malformed,
      // V8 quotes the text around the place; the position says enough.
      {
        file,
        line: before.length,
        column: (before.at(-1)?.length ?? 0) + 1,
        reason: reason.split(/ \(line|, "|, \.\.\./)[0] ?? reason,
      },
      { cause: error },
    );
  }
}

export function renderPairs(pairs: readonly Pair[]): string {
  return JSON.stringify(
    pairs.map(({ question, sql }) => ({ question, sql })),
    null,
    2,
  );
}
