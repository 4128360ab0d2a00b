import { z } from 'zod';
import { DomainError } from '#libs/domain-errors';
import { trainingLoadErrors } from './errors.js';
import { firstIssue, type Pair } from './pair-file.js';

const reportSchema = z.object({
  metadata: z.object({ input_file: z.string() }),
  detailed_results: z.array(
    z.object({
      question: z.string(),
      sql: z.string(),
      valid: z.boolean(),
      repair_successful: z.boolean().nullish(),
      repaired_sql: z.string().nullish(),
    }),
  ),
});
export type ValidationReport = z.infer<typeof reportSchema>;

export interface ValidatedPairs {
  readonly pairs: Pair[];
  /** Found invalid, and not repaired. */
  readonly invalid: number;
  /** Not in the report: the file was changed after it was validated. */
  readonly unknown: number;
}

/** @throws DomainError `validation_report_unreadable` */
export function parseValidationReport(file: string, content: string): ValidationReport {
  try {
    return reportSchema.parse(JSON.parse(content));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? firstIssue(cause) : String(cause);
    throw new DomainError(trainingLoadErrors.validation_report_unreadable, { file, reason }, { cause });
  }
}

/** The file that a report is about, without the folders that it stood in. */
export function reportedFile({ metadata }: ValidationReport): string {
  return metadata.input_file.split(/[\\/]/).at(-1) ?? '';
}

/**
 * Leaves out what was found invalid, also where the pair file itself was not rewritten, and takes the repaired SQL
 * in place of the broken one. A pair that the report does not know is kept and counted.
 */
export function applyVerdicts(pairs: readonly Pair[], report: ValidationReport): ValidatedPairs {
  const verdicts = new Map(report.detailed_results.map((result) => [pairKey(result), result]));
  const repaired = new Set(
    report.detailed_results.flatMap(({ question, repaired_sql: sql }) => (sql ? [pairKey({ question, sql })] : [])),
  );
  const kept: Pair[] = [];
  let invalid = 0;
  let unknown = 0;
  for (const pair of pairs) {
    const verdict = verdicts.get(pairKey(pair));
    if (verdict && !verdict.valid) {
      invalid++;
    } else {
      unknown += verdict || repaired.has(pairKey(pair)) ? 0 : 1;
      const sql = verdict?.repair_successful && verdict.repaired_sql ? verdict.repaired_sql.trim() : pair.sql;
      kept.push({ ...pair, sql });
    }
  }
  return { pairs: kept, invalid, unknown };
}

function pairKey({ question, sql }: Pair): string {
  return JSON.stringify([question.trim(), sql.trim().replace(/[;\s]+$/, '')]);
}
