import { hash } from 'node:crypto';
import { z } from 'zod';
import { DomainError } from '#libs/domain-errors';
import { withoutEnd } from '#libs/sql-safety';
import { stepFileErrors } from '../errors.js';
import type { QuestionSqlPair } from '../pairs/pair.js';
import { decodeText, UndecodableText } from '../text/decode-text.js';
import { MalformedJson, openJson } from '../text/json-records.js';
import { reportDuplicateSchema, reportMetadataSchema, reportResultSchema, type ReportResult } from './report-schema.js';

/** The verdict of a report on a pair; `unknown` if the file was changed after its validation. */
export type Verdict =
  | 'valid'
  | 'invalid'
  | 'duplicate'
  | 'unknown'
  | { readonly repairedSql: string; readonly by: 'rule' | 'model' | null };

type PairText = Pick<QuestionSqlPair, 'question' | 'sql'>;

/** The verdicts of a report on the pairs of some files. */
export class Verdicts {
  /** By a digest of the pair: a report may contain any number of pairs. */
  private readonly verdicts = new Map<string, Exclude<Verdict, 'unknown'>>();

  get isEmpty(): boolean {
    return this.verdicts.size === 0;
  }

  add({
    question,
    sql,
    valid,
    repair_successful: isRepaired,
    repaired_sql: repairedSql,
    repaired_by: by,
  }: ReportResult): void {
    const mended =
      isRepaired && repairedSql ? { repairedSql: repairedSql.trim().toWellFormed(), by: by ?? null } : 'valid';
    this.verdicts.set(keyOf({ question, sql }), valid ? mended : 'invalid');
    if (repairedSql) {
      const repaired = keyOf({ question, sql: repairedSql });
      this.verdicts.set(repaired, this.verdicts.get(repaired) ?? 'valid');
    }
  }

  /** A verdict on the pair that it repeats word for word comes first. */
  addDuplicate(pair: PairText): void {
    const key = keyOf(pair);
    this.verdicts.set(key, this.verdicts.get(key) ?? 'duplicate');
  }

  of(pair: PairText): Verdict {
    return this.verdicts.get(keyOf(pair)) ?? 'unknown';
  }
}

/**
 * Reads a report of sql_validation, of any size.
 * @param isWanted whether the verdicts on that pair file are of interest
 * @returns the files that it is about and its verdicts; null when none of the files is wanted
 * @throws DomainError `validation_report_unreadable`
 */
export async function readVerdicts(
  report: string,
  bytes: AsyncIterable<Uint8Array>,
  isWanted: (pairFile: string) => boolean,
): Promise<{ readonly pairFiles: readonly string[]; readonly verdicts: Verdicts } | null> {
  const verdicts = new Verdicts();
  let pairFiles: readonly string[] = [];
  try {
    const { root, records } = await openJson(decodeText(bytes), () => PATHS);
    if (root !== 'object') {
      throw new UndecodableText('it is no JSON object');
    }
    for await (const { key, value, parent } of records) {
      if (typeof key !== 'number') {
        pairFiles = filesOf(reportMetadataSchema.parse(value));
        if (!pairFiles.some((file) => isWanted(file))) {
          return null;
        }
      } else if (parent === 'duplicates') {
        verdicts.addDuplicate(reportDuplicateSchema.parse(value));
      } else {
        verdicts.add(reportResultSchema.parse(value));
      }
    }
    if (pairFiles.length === 0 || verdicts.isEmpty) {
      throw new UndecodableText('metadata or detailed_results is missing');
    }
  } catch (error) {
    throw translated(report, error);
  }
  return { pairFiles, verdicts };
}

const PATHS = ['$.metadata', '$.detailed_results.*', '$.duplicates.*'];

function filesOf({ input_file: file, input_files: files }: z.infer<typeof reportMetadataSchema>): string[] {
  return (files ?? [file]).map(withoutFolders);
}

function translated(file: string, error: unknown): unknown {
  const isKnown = error instanceof MalformedJson || error instanceof UndecodableText || error instanceof z.ZodError;
  if (!isKnown) {
    return error;
  }
  const reason = error instanceof z.ZodError ? firstIssue(error) : error.message;
  return new DomainError(stepFileErrors.validation_report_unreadable, { file, reason }, { cause: error });
}

/** `sql: expected string` */
function firstIssue({ issues: [issue], message }: z.ZodError): string {
  return issue ? `${z.core.toDotPath(issue.path) || '(root)'}: ${issue.message}` : message;
}

function withoutFolders(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? '';
}

/** 16 bytes distinguish texts, and are small enough to keep one per pair. */
function keyOf({ question, sql }: PairText): string {
  const text = JSON.stringify([question.trim(), withoutEnd(sql.trim())]);
  return hash('sha256', text, 'buffer').toString('latin1', 0, 16);
}
