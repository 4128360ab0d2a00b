import { z } from 'zod';
import { DomainError } from '#libs/domain-errors';
import { digestOf } from './digest.js';
import { trainingLoadErrors } from './errors.js';
import { jsonItems, MalformedJson } from './json-items.js';
import { firstIssue, type Pair } from './pair-file.js';

const metadataSchema = z.object({ input_file: z.string() });
const resultSchema = z.object({
  question: z.string(),
  sql: z.string(),
  valid: z.boolean(),
  repair_successful: z.boolean().nullish(),
  repaired_sql: z.string().nullish(),
});
type Result = z.infer<typeof resultSchema>;

/** What a report says of a pair; `unknown` where the file was changed after it was validated. */
export type Verdict = 'valid' | 'invalid' | 'unknown' | { readonly repairedSql: string };

/** What a report says of the pairs of a file. */
export class Verdicts {
  /** By a digest of the pair: a report may know of any number of them. */
  private readonly verdicts = new Map<string, Exclude<Verdict, 'unknown'>>();

  get isEmpty(): boolean {
    return this.verdicts.size === 0;
  }

  add({ question, sql, valid, repair_successful: isRepaired, repaired_sql: repairedSql }: Result): void {
    const mended = isRepaired && repairedSql ? { repairedSql: repairedSql.trim() } : 'valid';
    this.verdicts.set(keyOf({ question, sql }), valid ? mended : 'invalid');
    if (repairedSql) {
      const repaired = keyOf({ question, sql: repairedSql });
      this.verdicts.set(repaired, this.verdicts.get(repaired) ?? 'valid');
    }
  }

  of(pair: Pair): Verdict {
    return this.verdicts.get(keyOf(pair)) ?? 'unknown';
  }
}

/**
 * Reads a report of sql_validation, whatever its size.
 * @param isWanted whether the verdicts on that pair file are of interest
 * @returns the file that it is about and what it says; null when nobody is interested
 * @throws DomainError `validation_report_unreadable`
 */
export async function readVerdicts(
  report: string,
  bytes: AsyncIterable<Uint8Array>,
  isWanted: (pairFile: string) => boolean,
): Promise<{ readonly pairFile: string; readonly verdicts: Verdicts } | null> {
  const verdicts = new Verdicts();
  let pairFile: string | null = null;
  try {
    for await (const { key, value } of jsonItems(bytes, 'object', ['$.metadata', '$.detailed_results.*'])) {
      if (typeof key === 'number') {
        verdicts.add(resultSchema.parse(value));
        continue;
      }
      pairFile = nameOf(metadataSchema.parse(value).input_file);
      if (!isWanted(pairFile)) {
        return null;
      }
    }
    if (pairFile === null || verdicts.isEmpty) {
      throw new MalformedJson('metadata or detailed_results is missing');
    }
  } catch (error) {
    throw error instanceof MalformedJson || error instanceof z.ZodError ? unreadable(report, error) : error;
  }
  return { pairFile, verdicts };
}

function unreadable(file: string, cause: MalformedJson | z.ZodError): DomainError {
  const reason = cause instanceof z.ZodError ? firstIssue(cause) : cause.message;
  return new DomainError(trainingLoadErrors.validation_report_unreadable, { file, reason }, { cause });
}

/** Without the folders that it stood in. */
function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? '';
}

function keyOf({ question, sql }: Pair): string {
  return digestOf(JSON.stringify([question.trim(), sql.trim().replace(/[;\s]+$/, '')]));
}
